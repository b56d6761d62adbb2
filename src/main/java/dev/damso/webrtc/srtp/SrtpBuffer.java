package dev.damso.webrtc.srtp;

import java.util.Arrays;
import org.jitsi.utils.ByteArrayBuffer;

/** A growable packet as jitsi-srtp wants it, offset 0. */
final class SrtpBuffer implements ByteArrayBuffer {
  private static final int TRAILER = 32; // tag, SRTCP index

  private byte[] data;
  private int offset;
  private int length;

  SrtpBuffer(byte[] packet, int length) {
    this.data = Arrays.copyOf(packet, length + TRAILER);
    this.length = length;
  }

  byte[] bytes() {
    return Arrays.copyOfRange(data, offset, offset + length);
  }

  @Override
  public byte[] getBuffer() {
    return data;
  }

  @Override
  public int getOffset() {
    return offset;
  }

  @Override
  public int getLength() {
    return length;
  }

  @Override
  public void setLength(int length) {
    this.length = length;
  }

  @Override
  public void setOffset(int offset) {
    this.offset = offset;
  }

  @Override
  public boolean isInvalid() {
    return offset < 0 || length < 0 || offset + length > data.length;
  }

  @Override
  public void readRegionToBuff(int from, int count, byte[] out) {
    System.arraycopy(data, offset + from, out, 0, count);
  }

  @Override
  public void grow(int by) {
    data = Arrays.copyOf(data, Math.max(data.length, offset + length + by));
  }

  @Override
  public void append(byte[] more, int count) {
    grow(count);
    System.arraycopy(more, 0, data, offset + length, count);
    length += count;
  }

  @Override
  public void shrink(int by) {
    length = Math.max(0, length - by);
  }
}
