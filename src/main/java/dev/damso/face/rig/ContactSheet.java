package dev.damso.face.rig;

import dev.damso.face.FaceAnimator.State;
import dev.damso.face.render.AvatarBundle;
import dev.damso.face.render.Backdrop;
import dev.damso.face.render.BlendShape;
import dev.damso.face.render.Pictures;
import dev.damso.face.render.Rasterizer;
import dev.damso.media.Emotion;
import dev.damso.media.MediaTime;
import dev.damso.media.VideoFrame;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** All that a face can do on one picture, to look at: mouths, expressions, states, turned heads. */
public final class ContactSheet {
  private static final int COLUMNS = 6;
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  /** What is shown of each picture. */
  private static final int CROP_X = 170;

  private static final int CROP_WIDTH = 300;
  private static final int CROP_HEIGHT = 400;

  private ContactSheet() {}

  /** Draws the sheet, as the conversation's renderer draws. */
  public static BufferedImage draw(AvatarBundle avatar, Backdrop backdrop) {
    Map<String, Pose> poses = poses();
    Rasterizer rasterizer = new Rasterizer(avatar, backdrop, WIDTH, HEIGHT);
    int rows = (poses.size() + COLUMNS - 1) / COLUMNS;
    BufferedImage sheet =
        new BufferedImage(COLUMNS * CROP_WIDTH, rows * CROP_HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
    graphics.setColor(Color.DARK_GRAY);
    int n = 0;
    for (Map.Entry<String, Pose> entry : poses.entrySet()) {
      Pose pose = entry.getValue();
      pose.limit();
      VideoFrame frame = rasterizer.render(MediaTime.ofMillis(0), pose.weights, pose.bearing());
      int x = n % COLUMNS * CROP_WIDTH;
      int y = n / COLUMNS * CROP_HEIGHT;
      graphics.drawImage(image(frame).getSubimage(CROP_X, 0, CROP_WIDTH, CROP_HEIGHT), x, y, null);
      graphics.drawString(entry.getKey(), x + 8, y + 20);
      n++;
    }
    graphics.dispose();
    return sheet;
  }

  private static Map<String, Pose> poses() {
    Map<String, Pose> poses = new LinkedHashMap<>();
    poses.put("rest", mouth(""));
    for (String phone : "a,ʌ,e,i,ɯ,o,u,m,f,s,ɕ,ʃ,n,k,θ".split(",")) {
      poses.put(phone, mouth(phone));
    }
    poses.put("smile", with(BlendShape.MOUTH_SMILE_LEFT, BlendShape.MOUTH_SMILE_RIGHT, .5));
    poses.put(
        "most of a smile", with(BlendShape.MOUTH_SMILE_LEFT, BlendShape.MOUTH_SMILE_RIGHT, 1));
    poses.put("half a blink", with(BlendShape.EYE_BLINK_LEFT, BlendShape.EYE_BLINK_RIGHT, .5));
    poses.put("blink", with(BlendShape.EYE_BLINK_LEFT, BlendShape.EYE_BLINK_RIGHT, 1));
    poses.put("brows up", with(BlendShape.BROW_OUTER_UP_LEFT, BlendShape.BROW_OUTER_UP_RIGHT, .6));
    poses.put("brows down", with(BlendShape.BROW_DOWN_LEFT, BlendShape.BROW_DOWN_RIGHT, .6));
    for (Emotion emotion : Emotion.values()) {
      Pose pose = mouth("");
      Expressions.show(emotion, pose, 1);
      poses.put("[" + emotion.name().toLowerCase(Locale.ROOT) + "]", pose);
    }
    for (State state : State.values()) {
      poses.put(state.name().toLowerCase(Locale.ROOT), after(state));
    }
    for (int degrees : new int[] {-12, -6, 6, 12}) {
      Pose pose = mouth("");
      pose.yaw = (float) Math.toRadians(degrees);
      poses.put("turned " + degrees + "°", pose);
    }
    for (int degrees : new int[] {-8, 8}) {
      Pose pose = mouth("a");
      pose.pitch = (float) Math.toRadians(degrees);
      poses.put("nodded " + degrees + "°", pose);
    }
    for (int degrees : new int[] {-6, 6}) {
      Pose pose = mouth("e");
      pose.roll = (float) Math.toRadians(degrees);
      poses.put("tilted " + degrees + "°", pose);
    }
    return poses;
  }

  private static Pose mouth(String phone) {
    Pose pose = new Pose();
    Life.warmth(pose, 0, 0);
    Visemes.of(phone).shape().applyTo(pose);
    return pose;
  }

  private static Pose with(BlendShape left, BlendShape right, double weight) {
    Pose pose = mouth("");
    pose.addBoth(left, right, weight);
    return pose;
  }

  private static Pose after(State state) {
    Life life = new Life(3);
    life.state(state, 0);
    Pose pose = new Pose();
    for (int ms = 0; ms <= 2_000; ms += 40) {
      pose = new Pose();
      life.applyTo(pose, ms);
      life.look(pose, ms);
    }
    if (state == State.SPEAKING) {
      Visemes.of("a").shape().applyTo(pose);
    }
    return pose;
  }

  private static BufferedImage image(VideoFrame frame) {
    int w = frame.width();
    int h = frame.height();
    BufferedImage image = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, w, h, Pictures.rgb(frame), 0, w);
    return image;
  }
}
