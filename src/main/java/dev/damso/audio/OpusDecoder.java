package dev.damso.audio;

import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.ShortPointer;

/**
 * Opus to 48 kHz mono. A packet that is lost or damaged is bridged by the fading end of the one
 * before. One owner thread.
 */
public final class OpusDecoder implements AutoCloseable {
  private static final int FRAME = OpusEncoder.FRAME;

  private final AVCodecContext context;
  private final AVFrame frame = av_frame_alloc();
  private final AVPacket packet = av_packet_alloc();
  private short[] last = new short[FRAME];

  public OpusDecoder() {
    context = avcodec_alloc_context3(avcodec_find_decoder_by_name("libopus"));
    context.sample_rate(48_000).request_sample_fmt(AV_SAMPLE_FMT_S16);
    av_channel_layout_default(context.ch_layout(), 1);
    OpusEncoder.check("open", avcodec_open2(context, context.codec(), (AVDictionary) null));
  }

  /**
   * @param payload one packet, from the network
   * @return its samples; those of {@link #decodeLost()} where it is no Opus
   */
  public short[] decode(byte[] payload) {
    if (payload.length == 0) {
      return decodeLost();
    }
    OpusEncoder.check("allocate", av_new_packet(packet, payload.length));
    packet.data().put(payload, 0, payload.length);
    int sent = avcodec_send_packet(context, packet);
    av_packet_unref(packet);
    if (sent < 0 || avcodec_receive_frame(context, frame) < 0) {
      return decodeLost();
    }
    last = mono();
    av_frame_unref(frame);
    return last;
  }

  private short[] mono() {
    int channels = frame.ch_layout().nb_channels();
    short[] interleaved = new short[frame.nb_samples() * channels];
    try (ShortPointer plane = new ShortPointer(frame.data(0))) {
      plane.get(interleaved);
    }
    if (channels == 1) {
      return interleaved;
    }
    short[] mixed = new short[frame.nb_samples()];
    for (int i = 0; i < mixed.length; i++) {
      int sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += interleaved[i * channels + c];
      }
      mixed[i] = (short) (sum / channels);
    }
    return mixed;
  }

  /** 20 ms in place of a packet that did not come. */
  public short[] decodeLost() {
    short[] bridge = new short[FRAME];
    // The last frame backwards and fading: continuous at its start, silent at its end.
    for (int i = 0; i < Math.min(FRAME, last.length); i++) {
      bridge[i] = (short) (last[last.length - 1 - i] * (FRAME - i) / FRAME / 2);
    }
    last = new short[FRAME];
    return bridge;
  }

  @Override
  public void close() {
    avcodec_free_context(context);
    av_frame_free(frame);
    av_packet_free(packet);
  }
}
