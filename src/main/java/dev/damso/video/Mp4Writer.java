package dev.damso.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import dev.damso.media.EncodedFrame;
import dev.damso.media.SpeechChunk;
import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * Writes an MP4 file of H.264 pictures and AAC sound (48 kHz, mono), its index in front. The file
 * appears, whole, at {@link #finish}; {@link #close} without it leaves nothing. One owner thread.
 */
public final class Mp4Writer implements AutoCloseable {
  private static final int VIDEO_HZ = 90_000;

  private final Path path;
  private final Path partial;
  private final int width;
  private final int height;
  private final int fps;
  private final AVFormatContext format = new AVFormatContext(null);
  private final AVPacket videoPacket = av_packet_alloc();
  private final AacEncoder aac;
  private final List<short[]> early = new ArrayList<>();
  private @Nullable AVStream video;
  private @Nullable AVStream audio;

  /**
   * @param path the file to make; one that is there is replaced
   * @param width pixels
   * @param height pixels
   * @param fps frames a second: how long the last picture stays
   * @throws UserFacingException where no file can be written there
   */
  public Mp4Writer(Path path, int width, int height, int fps) {
    Ffmpeg.quiet();
    this.path = path.toAbsolutePath();
    this.width = width;
    this.height = height;
    this.fps = fps;
    partial =
        this.path.resolveSibling(
            ".%s.%d.part".formatted(this.path.getFileName(), ProcessHandle.current().pid()));
    aac = new AacEncoder(SpeechChunk.SAMPLE_RATE, this::writeAudio);
    String url = "file:" + partial;
    try {
      Ffmpeg.check(avformat_alloc_output_context2(format, null, "mp4", url), "MP4");
      AVIOContext io = new AVIOContext(null);
      Ffmpeg.check(avio_open(io, url, AVIO_FLAG_WRITE), "open");
      format.pb(io);
    } catch (FfmpegException e) {
      close();
      throw unwritable(e);
    }
  }

  /**
   * Adds a picture; the first must be a key frame.
   *
   * @throws UserFacingException where the disk takes no more
   */
  public void video(EncodedFrame frame) {
    try {
      if (video == null) {
        start(AnnexB.parameterSets(frame.data()));
      }
      writeVideo(frame);
    } catch (FfmpegException e) {
      throw unwritable(e);
    }
  }

  /**
   * Adds sound after what came before; the first sample sounds at time 0.
   *
   * @param pcm mono samples, 48 kHz
   * @throws UserFacingException where the disk takes no more
   */
  public void audio(short[] pcm) {
    if (video == null) {
      early.add(pcm.clone());
      return;
    }
    try {
      aac.encode(pcm);
    } catch (FfmpegException e) {
      throw unwritable(e);
    }
  }

  /**
   * Completes the file and moves it to its place.
   *
   * @throws UserFacingException where that fails or there was no picture
   */
  public void finish() {
    if (video == null) {
      throw UserFacingException.failed("Nothing to write to " + path + ": there is no picture.");
    }
    try {
      aac.finish();
      Ffmpeg.check(av_write_trailer(format), "index");
      AVIOContext io = format.pb();
      int code = avio_closep(io);
      format.pb(null);
      Ffmpeg.check(code, "close");
      Files.move(
          partial, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FfmpegException | IOException e) {
      throw unwritable(e);
    }
  }

  private void start(byte[] parameterSets) {
    if (parameterSets.length == 0) {
      throw new IllegalArgumentException("the first picture has no SPS and PPS");
    }
    AVStream videoStream = Ffmpeg.found(avformat_new_stream(format, null), "stream");
    AVCodecParameters parameters = videoStream.codecpar();
    parameters.codec_type(AVMEDIA_TYPE_VIDEO);
    parameters.codec_id(AV_CODEC_ID_H264);
    parameters.format(AV_PIX_FMT_YUV420P);
    parameters.width(width);
    parameters.height(height);
    BytePointer extradata =
        new BytePointer(av_mallocz(parameterSets.length + AV_INPUT_BUFFER_PADDING_SIZE));
    extradata.put(parameterSets, 0, parameterSets.length);
    parameters.extradata(extradata);
    parameters.extradata_size(parameterSets.length);
    videoStream.time_base(Ffmpeg.rational(1, VIDEO_HZ));
    videoStream.avg_frame_rate(Ffmpeg.rational(fps, 1));
    AVStream audioStream = Ffmpeg.found(avformat_new_stream(format, null), "stream");
    Ffmpeg.check(avcodec_parameters_from_context(audioStream.codecpar(), aac.context()), "stream");
    audioStream.time_base(Ffmpeg.rational(1, SpeechChunk.SAMPLE_RATE));
    AVDictionary options = Ffmpeg.dictionary(Map.of("movflags", "+faststart"));
    try {
      Ffmpeg.check(avformat_write_header(format, options), "header");
    } finally {
      av_dict_free(options);
    }
    video = videoStream;
    audio = audioStream;
    early.forEach(aac::encode);
    early.clear();
  }

  private void writeVideo(EncodedFrame frame) {
    long pts = frame.pts().rebase(VIDEO_HZ).ticks();
    Ffmpeg.fill(videoPacket, frame, pts, VIDEO_HZ / fps);
    write(videoPacket, video, Ffmpeg.rational(1, VIDEO_HZ));
  }

  private void writeAudio(AVPacket packet) {
    write(packet, audio, Ffmpeg.rational(1, SpeechChunk.SAMPLE_RATE));
  }

  private void write(AVPacket packet, @Nullable AVStream stream, AVRational timeBase) {
    if (stream == null) {
      throw new IllegalStateException("no stream yet");
    }
    packet.stream_index(stream.index());
    av_packet_rescale_ts(packet, timeBase, stream.time_base());
    Ffmpeg.check(av_interleaved_write_frame(format, packet), "write");
    if (format.pb().error() < 0) {
      Ffmpeg.check(format.pb().error(), "write");
    }
  }

  private UserFacingException unwritable(Exception cause) {
    return UserFacingException.failed(
        "Cannot write %s (%s); check the folder, its permissions and the free space."
            .formatted(path, cause.getMessage()),
        cause);
  }

  /** Frees everything; without {@link #finish} before it, removes what was written. */
  @Override
  public void close() {
    aac.close();
    av_packet_free(videoPacket);
    Ffmpeg.free(format);
    try {
      Files.deleteIfExists(partial);
    } catch (IOException e) {
      System.getLogger(Mp4Writer.class.getName())
          .log(System.Logger.Level.WARNING, "cannot remove " + partial, e);
    }
  }
}
