import { t } from '../../language/t'

/** Twice what is shown anywhere: small to send, and sharp. */
const SIDE = 384

/** The largest square in the middle of a picture: where it begins, and its side. */
export function middleOf(width: number, height: number): { x: number; y: number; side: number } {
  const side = Math.min(width, height)
  return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side }
}

/** A file as the square picture that it becomes. Nothing else in the file, such as where a photo was taken, is sent. */
export async function squareOf(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => null)
  if (!picture) throw new Error(t('This file cannot be read as a picture. Choose a PNG, JPEG, GIF or WebP.'))
  const { x, y, side } = middleOf(picture.width, picture.height)
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = Math.min(side, SIDE)
  const drawing = canvas.getContext('2d')
  if (!drawing) throw new Error(t('This browser cannot draw the picture. Try another one.'))
  drawing.imageSmoothingQuality = 'high'
  drawing.drawImage(picture, x, y, side, side, 0, 0, canvas.width, canvas.height)
  picture.close()
  const square = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!square) throw new Error(t('This browser cannot save the picture. Try another one.'))
  return square
}
