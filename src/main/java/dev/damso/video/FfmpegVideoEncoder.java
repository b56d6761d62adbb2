package dev.damso.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import dev.damso.media.EncodedFrame;
import dev.damso.media.VideoFrame;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * One FFmpeg encoder on one thread: no B-frames, no delay, a key frame only when asked for, or
 * where the encoder must be opened anew: it does not follow a new rate, or under {@value #HALVE}
 * bits a second, where pictures are coded at half their width and height.
 */
final class FfmpegVideoEncoder implements VideoEncoder {
  /** Frames between key frames that nobody asked for: over eleven hours at 25 fps. */
  private static final int GOP = 1 << 20;

  static final int HALVE = 170_000;
  private static final int WHOLE_AGAIN = 220_000;

  /** Of the rate: what is less is no reason to open an encoder anew. */
  private static final double CHANGE = 0.15;

  private final Candidate candidate;
  private final int width;
  private final int height;
  private final int fps;
  private final int mostBitRate;
  private final AVPacket packet;
  private AVCodecContext context;
  private AVFrame picture;
  private int bitRate;
  private int openedBitRate;
  private int shrink = 1;
  private boolean reopen;
  private long count;

  /**
   * @throws FfmpegException where the encoder is not in this build or does not open
   */
  FfmpegVideoEncoder(Candidate candidate, int width, int height, int fps, int bitRate) {
    Ffmpeg.quiet();
    this.candidate = candidate;
    this.width = width;
    this.height = height;
    this.fps = fps;
    this.bitRate = bitRate;
    this.mostBitRate = bitRate;
    this.shrink = bitRate < HALVE ? 2 : 1;
    context = open();
    picture = picture();
    packet = av_packet_alloc();
  }

  private AVFrame picture() {
    AVFrame made = av_frame_alloc();
    made.width(columns());
    made.height(rows());
    made.format(AV_PIX_FMT_YUV420P);
    Ffmpeg.check(av_frame_get_buffer(made, 0), "picture buffer");
    return made;
  }

  /** Coded, and even. */
  private int columns() {
    return width / shrink & ~1;
  }

  private int rows() {
    return height / shrink & ~1;
  }

  private AVCodecContext open() {
    AVCodec codec =
        Ffmpeg.found(avcodec_find_encoder_by_name(candidate.name()), "not in this build of FFmpeg");
    AVCodecContext opened = avcodec_alloc_context3(codec);
    opened.width(columns());
    opened.height(rows());
    opened.pix_fmt(AV_PIX_FMT_YUV420P);
    opened.time_base(Ffmpeg.rational(1, fps));
    opened.framerate(Ffmpeg.rational(fps, 1));
    opened.gop_size(GOP);
    opened.max_b_frames(0);
    opened.thread_count(1);
    setRate(opened);
    openedBitRate = bitRate;
    AVDictionary options = Ffmpeg.dictionary(candidate.options());
    try {
      Ffmpeg.check(avcodec_open2(opened, codec, options), "does not open");
      return opened;
    } catch (FfmpegException e) {
      avcodec_free_context(opened);
      throw e;
    } finally {
      av_dict_free(options);
    }
  }

  private void setRate(AVCodecContext target) {
    target.bit_rate(bitRate);
    target.rc_max_rate(bitRate);
    target.rc_buffer_size(bitRate / 4);
  }

  @Override
  public EncodedFrame encode(VideoFrame frame, boolean keyFrame) {
    if (frame.width() != width || frame.height() != height) {
      throw new IllegalArgumentException(
          "this encoder takes %d×%d, not %d×%d"
              .formatted(width, height, frame.width(), frame.height()));
    }
    if (reopen) {
      AVCodecContext reopened = open();
      avcodec_free_context(context);
      context = reopened;
      av_frame_free(picture);
      picture = picture();
      reopen = false;
    }
    Ffmpeg.check(av_frame_make_writable(picture), "picture buffer");
    fill(shrink == 1 ? frame.i420() : Halving.of(frame.i420(), width, height));
    picture.pts(count++);
    picture.pict_type(keyFrame ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
    Ffmpeg.check(avcodec_send_frame(context, picture), name() + " takes no picture");
    Ffmpeg.check(avcodec_receive_packet(context, packet), name() + " gives no picture at once");
    byte[] data = new byte[packet.size()];
    packet.data().get(data);
    boolean isKeyFrame = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
    av_packet_unref(packet);
    return new EncodedFrame(frame.pts(), data, isKeyFrame);
  }

  private void fill(byte[] i420) {
    int offset = 0;
    for (int plane = 0; plane < 3; plane++) {
      int columns = plane == 0 ? columns() : columns() / 2;
      int rows = plane == 0 ? rows() : rows() / 2;
      BytePointer target = picture.data(plane);
      for (int row = 0; row < rows; row++) {
        target.position((long) row * picture.linesize(plane)).put(i420, offset, columns);
        offset += columns;
      }
    }
  }

  /** Holds from the next frame on; never more than it was made with. */
  @Override
  public void bitRate(int bitsPerSecond) {
    bitRate = Math.min(bitsPerSecond, mostBitRate);
    int before = shrink;
    shrink = bitRate < (before == 2 ? WHOLE_AGAIN : HALVE) ? 2 : 1;
    if (shrink != before) {
      reopen = true;
    } else if (candidate.followsBitRate()) {
      setRate(context);
    } else {
      reopen |= Math.abs(bitRate - openedBitRate) > CHANGE * openedBitRate;
    }
  }

  @Override
  public String name() {
    return candidate.name();
  }

  @Override
  public void close() {
    avcodec_free_context(context);
    av_frame_free(picture);
    av_packet_free(packet);
  }
}
