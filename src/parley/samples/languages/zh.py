from parley.samples.language import Language, words

ZH = Language(
    code="zh",
    first=words("伟 芳 娜 秀英 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀兰 霞 平 刚 桂英 雨桐"),
    last=words("王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 高 欧阳"),
    rooms=words("综合 闲聊 支持 设计 销售 活动 读书 发布"),
    things=words("合同草案 嘉宾名单 新的标志 测试服务器 明年的预算 客户调查 发布计划 会议纪要"),
    days=words("今天 明天 今晚 星期一 下周 午饭后"),
    lines=words("""
        好的
        谢谢！
        谢谢，帮了大忙。
        马上到。
        我觉得可以。
        稍等，马上回来。
        完成了。
        能说得详细一点吗？
        我看一下。
        大家早上好！
        不清楚，抱歉。
        哈哈，没错
        好快！
        明天见。
        有人要喝咖啡吗？
    """),
    sentences=words("""
        {thing}已经可以审阅了。
        有人看到{thing}了吗？
        我{day}再看一遍{thing}。
        {thing}可以等，别的不行。
        我们讨论了{n}分钟，还是没有结论。
        {day}可以聊聊{thing}吗？
        从昨天起已经有{n}个人问过我了。
        我建议{thing}保持不变，改动的代价比好处大。
        我不在的时候谁来负责{thing}？
        {thing}比{n}天前好多了。
        请在{day}开会之前读一下{thing}。
        {thing}已经放进共享文件夹，一共有{n}条意见。
    """),
    name="{last}{first}",
    space="",
)
