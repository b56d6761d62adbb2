package dev.damso.face.photo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What stands before the picture in a JPEG (ITU-T T.81, B). Hostile bytes count as a plain one. */
final class JpegHeader {
  private static final int UPRIGHT = 1;
  private static final int ORIENTATION = 0x0112;
  private static final int EXIF = 0x45786966; // "Exif"
  private static final int APP1 = 0xe1;
  private static final int START_OF_SCAN = 0xda;

  private int orientation = UPRIGHT;
  private int components = 3;

  private JpegHeader() {}

  static JpegHeader of(byte[] jpeg) {
    JpegHeader header = new JpegHeader();
    ByteBuffer file = ByteBuffer.wrap(jpeg);
    try {
      for (int at = 2; at + 4 <= jpeg.length; ) {
        int marker = file.getShort(at) & 0xffff;
        int length = file.getShort(at + 2) & 0xffff;
        if (marker >> 8 != 0xff || (marker & 0xff) == START_OF_SCAN || length < 2) {
          break;
        }
        header.segment(marker & 0xff, file.slice(at + 4, length - 2));
        at += 2 + length;
      }
    } catch (IndexOutOfBoundsException e) {
      return header; // what was read so far
    }
    return header;
  }

  /** How the picture is to be turned to stand upright: 1 to 8 (EXIF 2.32, 4.6.4 A). */
  int orientation() {
    return orientation;
  }

  /** How many values a pixel has: 1 grey, 3 colours, 4 inks. */
  int components() {
    return components;
  }

  private void segment(int marker, ByteBuffer content) {
    boolean startOfFrame = marker >= 0xc0 && marker <= 0xcf && marker % 4 != 0 || marker == 0xc0;
    if (startOfFrame) {
      components = content.get(5);
    } else if (marker == APP1 && content.remaining() > 8 && content.getInt(0) == EXIF) {
      tiff(content.slice(6, content.remaining() - 6));
    }
  }

  private void tiff(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xffff;
    for (int k = 0; k < entries; k++) {
      int entry = directory + 2 + 12 * k;
      if ((tiff.getShort(entry) & 0xffff) == ORIENTATION) {
        int value = tiff.getShort(entry + 8);
        orientation = value >= 1 && value <= 8 ? value : UPRIGHT;
        return;
      }
    }
  }
}
