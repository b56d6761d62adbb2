package dev.damso.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/** FFmpeg's AAC encoder, mono. Packet times are in samples and start before 0 (priming). */
final class AacEncoder implements AutoCloseable {
  private static final int BIT_RATE = 96_000;

  private final AVCodecContext context;
  private final AVPacket packet = av_packet_alloc();
  private final Consumer<AVPacket> sink;
  private final float[] pending;
  private int pendingCount;
  private long samples;

  /**
   * @param sink takes each packet, in order; it may take over the packet's data
   */
  AacEncoder(int sampleRate, Consumer<AVPacket> sink) {
    this.sink = sink;
    AVCodec codec = Ffmpeg.found(avcodec_find_encoder(AV_CODEC_ID_AAC), "no AAC encoder");
    context = avcodec_alloc_context3(codec);
    context.sample_fmt(AV_SAMPLE_FMT_FLTP);
    context.sample_rate(sampleRate);
    context.bit_rate(BIT_RATE);
    context.time_base(Ffmpeg.rational(1, sampleRate));
    context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    av_channel_layout_default(context.ch_layout(), 1);
    Ffmpeg.check(
        avcodec_open2(context, codec, (org.bytedeco.javacpp.PointerPointer<?>) null), "AAC");
    pending = new float[context.frame_size()];
  }

  AVCodecContext context() {
    return context;
  }

  void encode(short[] pcm) {
    for (short sample : pcm) {
      pending[pendingCount++] = sample / 32768f;
      if (pendingCount == pending.length) {
        sendPending();
      }
    }
  }

  /** Codes what is left; nothing may follow. */
  void finish() {
    if (pendingCount > 0) {
      sendPending();
    }
    send(null);
  }

  private void sendPending() {
    AVFrame frame = av_frame_alloc();
    try {
      frame.nb_samples(pendingCount);
      frame.format(AV_SAMPLE_FMT_FLTP);
      frame.sample_rate(context.sample_rate());
      av_channel_layout_copy(frame.ch_layout(), context.ch_layout());
      Ffmpeg.check(av_frame_get_buffer(frame, 0), "audio buffer");
      new FloatPointer(frame.data(0)).put(pending, 0, pendingCount);
      frame.pts(samples);
      samples += pendingCount;
      pendingCount = 0;
      send(frame);
    } finally {
      av_frame_free(frame);
    }
  }

  private void send(@Nullable AVFrame frame) {
    Ffmpeg.check(avcodec_send_frame(context, frame), "AAC");
    int code = avcodec_receive_packet(context, packet);
    while (code >= 0) {
      sink.accept(packet);
      code = avcodec_receive_packet(context, packet);
    }
    if (code != AVERROR_EAGAIN() && code != AVERROR_EOF) {
      Ffmpeg.check(code, "AAC");
    }
  }

  @Override
  public void close() {
    avcodec_free_context(context);
    av_packet_free(packet);
  }
}
