package dev.damso.bench;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** H.264 to brightness, by FFmpeg. One owner thread. */
final class PictureDecoder implements AutoCloseable {
  private final AVCodecContext context;
  private final AVFrame frame = av_frame_alloc();
  private final AVPacket packet = av_packet_alloc();

  /**
   * Luma of a picture.
   *
   * @param y {@code width * height} bytes, row by row
   */
  record Picture(int width, int height, byte[] y) {}

  PictureDecoder() {
    context = avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_H264));
    context.thread_count(1).flags(context.flags() | AV_CODEC_FLAG_LOW_DELAY);
    if (avcodec_open2(context, context.codec(), (AVDictionary) null) < 0) {
      throw new IllegalStateException("FFmpeg has no H.264 decoder");
    }
  }

  /**
   * @param accessUnit Annex B, from the network
   * @return empty where it cannot be decoded
   */
  Optional<Picture> decode(byte[] accessUnit) {
    if (accessUnit.length == 0 || av_new_packet(packet, accessUnit.length) < 0) {
      return Optional.empty();
    }
    packet.data().put(accessUnit, 0, accessUnit.length);
    int sent = avcodec_send_packet(context, packet);
    av_packet_unref(packet);
    if (sent < 0 || avcodec_receive_frame(context, frame) < 0) {
      return Optional.empty();
    }
    int width = frame.width();
    int height = frame.height();
    int stride = frame.linesize(0);
    byte[] y = new byte[width * height];
    BytePointer plane = frame.data(0);
    for (int row = 0; row < height; row++) {
      plane.position((long) row * stride).get(y, row * width, width);
    }
    av_frame_unref(frame);
    return Optional.of(new Picture(width, height, y));
  }

  @Override
  public void close() {
    avcodec_free_context(context);
    av_frame_free(frame);
    av_packet_free(packet);
  }
}
