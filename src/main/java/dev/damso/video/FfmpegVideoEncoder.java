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

/** One FFmpeg encoder on one thread: no B-frames, no delay, a key frame only when asked for. */
final class FfmpegVideoEncoder implements VideoEncoder {
  /** Frames between key frames that nobody asked for: over eleven hours at 25 fps. */
  private static final int GOP = 1 << 20;

  private final Candidate candidate;
  private final int width;
  private final int height;
  private final int fps;
  private final AVFrame picture;
  private final AVPacket packet;
  private AVCodecContext context;
  private int bitRate;
  private boolean reopenAtKeyFrame;
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
    context = open();
    picture = av_frame_alloc();
    picture.width(width);
    picture.height(height);
    picture.format(AV_PIX_FMT_YUV420P);
    packet = av_packet_alloc();
    Ffmpeg.check(av_frame_get_buffer(picture, 0), "picture buffer");
  }

  private AVCodecContext open() {
    AVCodec codec =
        Ffmpeg.found(avcodec_find_encoder_by_name(candidate.name()), "not in this build of FFmpeg");
    AVCodecContext opened = avcodec_alloc_context3(codec);
    opened.width(width);
    opened.height(height);
    opened.pix_fmt(AV_PIX_FMT_YUV420P);
    opened.time_base(Ffmpeg.rational(1, fps));
    opened.framerate(Ffmpeg.rational(fps, 1));
    opened.gop_size(GOP);
    opened.max_b_frames(0);
    opened.thread_count(1);
    setRate(opened);
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
    if (keyFrame && reopenAtKeyFrame) {
      AVCodecContext reopened = open();
      avcodec_free_context(context);
      context = reopened;
      reopenAtKeyFrame = false;
    }
    Ffmpeg.check(av_frame_make_writable(picture), "picture buffer");
    fill(frame.i420());
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
      int columns = plane == 0 ? width : width / 2;
      int rows = plane == 0 ? height : height / 2;
      BytePointer target = picture.data(plane);
      for (int row = 0; row < rows; row++) {
        target.position((long) row * picture.linesize(plane)).put(i420, offset, columns);
        offset += columns;
      }
    }
  }

  /** Holds from the next frame or, where the encoder cannot change it, the next key frame. */
  @Override
  public void bitRate(int bitsPerSecond) {
    if (bitsPerSecond == bitRate) {
      return;
    }
    bitRate = bitsPerSecond;
    if (candidate.followsBitRate()) {
      setRate(context);
    } else {
      reopenAtKeyFrame = true;
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
