package dev.damso.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;

/** Decodes a whole file of pictures and sound, by FFmpeg's own decoders. */
public final class Mp4Reader {
  /** Seconds at which each picture is shown. */
  public final List<Double> pictureTimes = new ArrayList<>();

  /** Mean luma of each picture. */
  public final List<Double> luma = new ArrayList<>();

  /** Decoded samples, 48 kHz, −1 to 1. */
  public final List<Float> samples = new ArrayList<>();

  /** Seconds at which the first sample sounds. */
  public double audioStart = Double.NaN;

  Mp4Reader(Path path) {
    this(path, 1);
  }

  /**
   * @param voice the stream of sound to read
   */
  public Mp4Reader(Path path, int voice) {
    Ffmpeg.quiet();
    AVFormatContext format = new AVFormatContext(null);
    Ffmpeg.check(avformat_open_input(format, path.toString(), null, (AVDictionary) null), "open");
    Ffmpeg.check(avformat_find_stream_info(format, (PointerPointer<?>) null), "info");
    List<AVCodecContext> decoders = new ArrayList<>();
    for (int i = 0; i < format.nb_streams(); i++) {
      AVStream stream = format.streams(i);
      AVCodecContext decoder = avcodec_alloc_context3(null);
      Ffmpeg.check(avcodec_parameters_to_context(decoder, stream.codecpar()), "decoder");
      decoder.pkt_timebase(stream.time_base());
      Ffmpeg.check(
          avcodec_open2(
              decoder, avcodec_find_decoder(stream.codecpar().codec_id()), (AVDictionary) null),
          "decoder");
      decoders.add(decoder);
    }
    AVPacket packet = av_packet_alloc();
    while (av_read_frame(format, packet) >= 0) {
      int index = packet.stream_index();
      if (index == 0 || index == voice) {
        Ffmpeg.check(avcodec_send_packet(decoders.get(index), packet), "decode");
        drain(decoders.get(index));
      }
      av_packet_unref(packet);
    }
    for (AVCodecContext decoder : decoders) {
      avcodec_send_packet(decoder, null);
      drain(decoder);
      avcodec_free_context(decoder);
    }
    av_packet_free(packet);
    avformat_close_input(format);
  }

  private void drain(AVCodecContext decoder) {
    AVFrame frame = av_frame_alloc();
    while (avcodec_receive_frame(decoder, frame) >= 0) {
      double seconds =
          frame.pts() * (double) decoder.pkt_timebase().num() / decoder.pkt_timebase().den();
      if (decoder.codec_type() == AVMEDIA_TYPE_VIDEO) {
        pictureTimes.add(seconds);
        luma.add(meanLuma(frame));
      } else {
        if (samples.isEmpty()) {
          audioStart = seconds;
        }
        float[] decoded = new float[frame.nb_samples()];
        new FloatPointer(frame.data(0)).get(decoded);
        for (float sample : decoded) {
          samples.add(sample);
        }
      }
    }
    av_frame_free(frame);
  }

  private static double meanLuma(AVFrame frame) {
    byte[] row = new byte[frame.width()];
    frame.data(0).get(row);
    long sum = 0;
    for (byte b : row) {
      sum += b & 0xff;
    }
    return sum / (double) row.length;
  }
}
