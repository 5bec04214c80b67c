"""Every schema there has been: one file a revision, each as it was when it was released."""
