package dev.damso.face.neural;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import dev.damso.face.FaceAnimator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Decodes a short film into I420 pictures, {@link FaceAnimator#FRAMES_PER_SECOND} a second. */
final class FilmReader {
  /** What was decoded. */
  record Film(int width, int height, List<byte[]> pictures) {}

  private static final int LARGEST = 1920;

  private final List<byte[]> pictures = new ArrayList<>();
  private final int most;
  private final AVRational timeBase;
  private double firstSeconds = Double.NaN;

  private FilmReader(int most, AVRational timeBase) {
    this.most = most;
    this.timeBase = timeBase;
  }

  /**
   * Pictures that come faster than they are played are left out.
   *
   * @param most pictures that are read
   * @throws IOException where it is no film of even size, at most 1920 wide and high, in 4:2:0
   */
  static Film read(Path file, int most) throws IOException {
    av_log_set_level(AV_LOG_QUIET);
    AVFormatContext format = new AVFormatContext(null);
    check(avformat_open_input(format, file.toString(), null, null), "is no film");
    AVCodecContext codec = null;
    AVPacket packet = av_packet_alloc();
    AVFrame frame = av_frame_alloc();
    try {
      check(avformat_find_stream_info(format, (PointerPointer<?>) null), "is no film");
      int stream = videoStream(format);
      AVCodec decoder = avcodec_find_decoder(format.streams(stream).codecpar().codec_id());
      if (decoder == null || decoder.isNull()) {
        throw new IOException("is coded in a way that is not known");
      }
      codec = avcodec_alloc_context3(decoder);
      avcodec_parameters_to_context(codec, format.streams(stream).codecpar());
      codec.thread_count(1);
      check(avcodec_open2(codec, decoder, (AVDictionary) null), "cannot be decoded");
      FilmReader reader = new FilmReader(most, format.streams(stream).time_base());
      List<byte[]> pictures = reader.pictures;
      while (pictures.size() < most && av_read_frame(format, packet) >= 0) {
        if (packet.stream_index() == stream) {
          check(avcodec_send_packet(codec, packet), "is damaged");
          reader.receive(codec, frame);
        }
        av_packet_unref(packet);
      }
      avcodec_send_packet(codec, null);
      reader.receive(codec, frame);
      if (pictures.isEmpty()) {
        throw new IOException("has no pictures");
      }
      return new Film(codec.width(), codec.height(), pictures);
    } finally {
      av_frame_free(frame);
      av_packet_free(packet);
      if (codec != null) {
        avcodec_free_context(codec);
      }
      avformat_close_input(format);
    }
  }

  private static int videoStream(AVFormatContext format) throws IOException {
    for (int i = 0; i < format.nb_streams(); i++) {
      if (format.streams(i).codecpar().codec_type() == AVMEDIA_TYPE_VIDEO) {
        return i;
      }
    }
    throw new IOException("has no pictures");
  }

  private void receive(AVCodecContext codec, AVFrame frame) throws IOException {
    while (pictures.size() < most && avcodec_receive_frame(codec, frame) >= 0) {
      int width = frame.width();
      int height = frame.height();
      boolean even = (width | height) % 2 == 0;
      if (frame.format() != AV_PIX_FMT_YUV420P || !even || Math.max(width, height) > LARGEST) {
        throw new IOException("is not 4:2:0 of an even size up to " + LARGEST);
      }
      if (!pictures.isEmpty() && pictures.getFirst().length != width * height * 3 / 2) {
        throw new IOException("changes its size");
      }
      if (!isDue(frame.best_effort_timestamp())) {
        av_frame_unref(frame);
        continue;
      }
      byte[] picture = new byte[width * height * 3 / 2];
      int at = plane(frame, 0, width, height, picture, 0);
      at = plane(frame, 1, width / 2, height / 2, picture, at);
      plane(frame, 2, width / 2, height / 2, picture, at);
      pictures.add(picture);
      av_frame_unref(frame);
    }
  }

  /** Whether it is time for the next picture; without times each is. */
  private boolean isDue(long timestamp) {
    if (timestamp == AV_NOPTS_VALUE) {
      return true;
    }
    double seconds = timestamp * av_q2d(timeBase);
    if (Double.isNaN(firstSeconds)) {
      firstSeconds = seconds;
    }
    double due = (pictures.size() - 0.5) / FaceAnimator.FRAMES_PER_SECOND;
    return seconds - firstSeconds >= due;
  }

  private static int plane(
      AVFrame frame, int plane, int width, int height, byte[] picture, int from) {
    int stride = frame.linesize(plane);
    BytePointer data = frame.data(plane);
    BytePointer rows = new BytePointer((Pointer) data).capacity((long) stride * height);
    for (int y = 0; y < height; y++) {
      rows.position((long) y * stride).get(picture, from + y * width, width);
    }
    return from + width * height;
  }

  private static void check(int code, String otherwise) throws IOException {
    if (code < 0) {
      throw new IOException(otherwise);
    }
  }
}
