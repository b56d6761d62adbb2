package dev.damso.rtp;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts VP8 frames into RTP payloads (RFC 7741 §4.2), each behind a descriptor of four bytes: the
 * start of the frame, and a picture number of 15 bits by which a receiver tells what it missed.
 */
public final class Vp8Packetizer implements VideoPacketizer {
  private static final int EXTENDED = 0x80;
  private static final int START = 0x10;
  private static final int HAS_PICTURE_ID = 0x80;
  private static final int LONG_PICTURE_ID = 0x80;
  private static final int DESCRIPTOR = 4;

  private final int maxPayload;
  private int pictureId;

  /**
   * @param maxPayload bytes of RTP payload that a packet may hold, at least 16
   */
  public Vp8Packetizer(int maxPayload) {
    if (maxPayload < 16) {
      throw new IllegalArgumentException("no room for a fragment in " + maxPayload + " bytes");
    }
    this.maxPayload = maxPayload;
  }

  @Override
  public List<byte[]> packetize(byte[] frame) {
    List<byte[]> payloads = new ArrayList<>();
    int parts = Math.ceilDiv(frame.length, maxPayload - DESCRIPTOR);
    for (int i = 0; i < parts; i++) {
      int from = (int) ((long) frame.length * i / parts); // fragments of even size
      int to = (int) ((long) frame.length * (i + 1) / parts);
      byte[] part = new byte[DESCRIPTOR + to - from];
      part[0] = (byte) (EXTENDED | (i == 0 ? START : 0));
      part[1] = (byte) HAS_PICTURE_ID;
      part[2] = (byte) (LONG_PICTURE_ID | pictureId >> 8);
      part[3] = (byte) pictureId;
      System.arraycopy(frame, from, part, DESCRIPTOR, to - from);
      payloads.add(part);
    }
    pictureId = (pictureId + 1) & 0x7fff;
    return payloads;
  }
}
