package dev.damso.audio;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.ShortPointer;

/**
 * Opus (RFC 6716) by libopus: 48 kHz mono, 20 ms, 32 kbit/s, low delay (CELT, which has no in-band
 * error correction). One owner thread.
 */
public final class OpusEncoder implements AutoCloseable {
  /** Samples of a packet. */
  public static final int FRAME = 960;

  private final AVCodecContext context;
  private final AVFrame frame;
  private final AVPacket packet;
  private long pts;

  public OpusEncoder() {
    context = avcodec_alloc_context3(avcodec_find_encoder_by_name("libopus"));
    context.sample_rate(48_000).sample_fmt(AV_SAMPLE_FMT_S16).bit_rate(32_000);
    av_channel_layout_default(context.ch_layout(), 1);
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "application", "lowdelay", 0);
    av_dict_set(options, "frame_duration", "20", 0);
    int opened = avcodec_open2(context, context.codec(), options);
    av_dict_free(options);
    check("open", opened);
    frame = av_frame_alloc();
    frame.nb_samples(FRAME).format(AV_SAMPLE_FMT_S16).sample_rate(48_000);
    av_channel_layout_default(frame.ch_layout(), 1);
    check("allocate", av_frame_get_buffer(frame, 0));
    packet = av_packet_alloc();
  }

  /**
   * @param pcm {@value #FRAME} samples
   * @return one packet
   */
  public byte[] encode(short[] pcm) {
    if (pcm.length != FRAME) {
      throw new IllegalArgumentException(pcm.length + " samples are no Opus frame of " + FRAME);
    }
    check("write", av_frame_make_writable(frame));
    try (ShortPointer plane = new ShortPointer(frame.data(0))) {
      plane.put(pcm, 0, FRAME);
    }
    frame.pts(pts);
    pts += FRAME;
    check("encode", avcodec_send_frame(context, frame));
    check("encode", avcodec_receive_packet(context, packet));
    byte[] coded = new byte[packet.size()];
    packet.data().get(coded);
    av_packet_unref(packet);
    return coded;
  }

  static void check(String step, int code) {
    if (code < 0) {
      throw new IllegalStateException("Opus could not " + step + ": FFmpeg error " + code);
    }
  }

  @Override
  public void close() {
    avcodec_free_context(context);
    av_frame_free(frame);
    av_packet_free(packet);
  }
}
