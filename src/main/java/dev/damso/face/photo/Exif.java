package dev.damso.face.photo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The orientation in a JPEG's metadata (EXIF 2.32, 4.6.4 A). Hostile bytes count as upright. */
final class Exif {
  private static final int UPRIGHT = 1;
  private static final int ORIENTATION = 0x0112;
  private static final int APP1 = 0xffe1;
  private static final int START_OF_SCAN = 0xffda;

  private Exif() {}

  /**
   * @return 1 to 8: how the picture is to be turned to stand upright
   */
  static int orientation(byte[] jpeg) {
    ByteBuffer file = ByteBuffer.wrap(jpeg);
    try {
      for (int at = 2; at + 4 <= jpeg.length; ) {
        int marker = file.getShort(at) & 0xffff;
        int length = file.getShort(at + 2) & 0xffff;
        if (marker == APP1 && length > 8 && file.getInt(at + 4) == 0x45786966) { // "Exif"
          return fromTiff(file.slice(at + 10, length - 8));
        }
        if (marker == START_OF_SCAN || marker >> 8 != 0xff || length < 2) {
          return UPRIGHT;
        }
        at += 2 + length;
      }
    } catch (IndexOutOfBoundsException e) {
      return UPRIGHT;
    }
    return UPRIGHT;
  }

  private static int fromTiff(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xffff;
    for (int k = 0; k < entries; k++) {
      int entry = directory + 2 + 12 * k;
      if ((tiff.getShort(entry) & 0xffff) == ORIENTATION) {
        int value = tiff.getShort(entry + 8);
        return value >= 1 && value <= 8 ? value : UPRIGHT;
      }
    }
    return UPRIGHT;
  }
}
