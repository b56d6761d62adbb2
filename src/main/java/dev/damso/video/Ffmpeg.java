package dev.damso.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import dev.damso.media.EncodedFrame;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.Pointer;

/** What every user of FFmpeg here needs: quiet logs, checked return codes, option dictionaries. */
final class Ffmpeg {
  static {
    av_log_set_level(AV_LOG_QUIET);
  }

  private Ffmpeg() {}

  /** Stops FFmpeg from writing to standard error; loads the native libraries. */
  static void quiet() {
    // The class initialiser has done it.
  }

  /**
   * @return {@code code} where it is not negative
   * @throws FfmpegException otherwise
   */
  static int check(int code, String what) {
    if (code < 0) {
      throw new FfmpegException(what + ": " + describe(code));
    }
    return code;
  }

  /** Fails where FFmpeg returned no object. */
  static <P extends Pointer> P found(P pointer, String what) {
    if (pointer == null || pointer.isNull()) {
      throw new FfmpegException(what);
    }
    return pointer;
  }

  static String describe(int code) {
    byte[] text = new byte[256];
    av_strerror(code, text, text.length);
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8);
  }

  /** The caller frees it with {@code av_dict_free}. */
  static AVDictionary dictionary(Map<String, String> options) {
    AVDictionary dictionary = new AVDictionary(null);
    options.forEach((key, value) -> av_dict_set(dictionary, key, value, 0));
    return dictionary;
  }

  /**
   * Puts a coded frame into an empty packet.
   *
   * @param pts and {@code duration} in whatever time base the caller rescales from
   */
  static void fill(AVPacket packet, EncodedFrame frame, long pts, long duration) {
    check(av_new_packet(packet, frame.data().length), "packet");
    packet.data().put(frame.data(), 0, frame.data().length);
    packet.pts(pts);
    packet.dts(pts);
    packet.duration(duration);
    packet.flags(frame.keyFrame() ? AV_PKT_FLAG_KEY : 0);
  }

  /** Closes the file of {@code output}, if it is open, and frees both; once more does nothing. */
  static void free(AVFormatContext output) {
    if (output.isNull()) {
      return;
    }
    AVIOContext io = output.pb();
    if (io != null && !io.isNull()) {
      avio_closep(io);
      output.pb(null);
    }
    avformat_free_context(output);
    output.setNull();
  }

  static AVRational rational(int numerator, int denominator) {
    return new AVRational().num(numerator).den(denominator);
  }
}
