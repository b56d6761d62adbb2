package dev.damso.face.photo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.damso.face.photo.FaceLandmarks.Face;
import dev.damso.face.render.AvatarBundle;
import dev.damso.face.render.BundleWriter;
import dev.damso.face.render.Surface;
import dev.damso.media.UserFacingException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Makes an avatar of one portrait: the rig's face is fitted to the photo and wears it. {@code
 * docs/adr/0007} says how.
 */
public final class PhotoAvatar implements AutoCloseable {
  /** Of the face's height in pixels. */
  private static final double LEAST_FACE = 100;

  private static final double MOST_YAW = Math.toRadians(13);
  private static final double MOST_PITCH = Math.toRadians(24);

  /** Of the face's height, between the lips: a wide smile is open so far. */
  private static final double MOST_OPEN = .11;

  private static final double LEAST_PRESENCE = .5;

  /** Another face that is so large, compared with the largest, is one too many. */
  private static final double SECOND = .4;

  private static final int WIDTH = 2_048;
  private static final int HEIGHT = 1_024;
  private static final float QUALITY = .92f;

  /** How bright the rig's own skin is, of 255. */
  private static final double RIG_SKIN = 190;

  /** Decimetres: lips of photos rise less than the rig's, and would hide its teeth. */
  private static final float UPPER_TEETH = .025f;

  private final FaceDetector detector;
  private final FaceLandmarks landmarks;

  /**
   * @param models the folder of the model {@code face-landmarks}
   */
  public PhotoAvatar(Path models) {
    detector = new FaceDetector(models);
    landmarks = new FaceLandmarks(models);
  }

  /**
   * Writes the files of an avatar. Takes seconds.
   *
   * @param folder exists, empty
   * @param name of the avatar
   * @throws UserFacingException where the photo does not show one face from the front, or the files
   *     cannot be written
   */
  public void create(Photo photo, String name, Path folder) {
    Face face = onlyFace(photo);
    BaseFace base = new BaseFace(detector, landmarks);
    FaceWarp warp = new FaceWarp(base, face);
    requireFront(warp.pose, face);
    try {
      write(photo, face, base, warp, name, folder);
    } catch (IOException e) {
      throw UserFacingException.failed("cannot write " + folder + ": " + e.getMessage(), e);
    }
  }

  private Face onlyFace(Photo photo) {
    List<FaceDetector.Found> found = detector.find(photo);
    if (found.isEmpty()) {
      throw UserFacingException.badInput(
          "no face is found in the photo: use a portrait from the front, well lit, with the face a"
              + " quarter of the picture or more");
    }
    double largest = found.getFirst().size();
    long faces = found.stream().filter(f -> f.size() > SECOND * largest).count();
    if (faces > 1) {
      throw UserFacingException.badInput(
          "the photo shows %d faces: cut it to one person".formatted(faces));
    }
    Face face = landmarks.of(photo, found.getFirst());
    if (face.presence() < LEAST_PRESENCE) {
      throw UserFacingException.badInput(
          "the face in the photo cannot be made out: use one that nothing covers, well lit");
    }
    if (new SkinTone(photo, face).mouthIsCovered()) {
      throw UserFacingException.badInput(
          "the mouth in the photo seems to be covered: use one that nothing covers");
    }
    if (face.distance(10, 152) < LEAST_FACE) {
      throw UserFacingException.badInput(
          "the face in the photo is %d pixels high, which is too small: %d are needed"
              .formatted(Math.round(face.distance(10, 152)), Math.round(LEAST_FACE)));
    }
    if (Arrays.stream(BaseFace.OVAL)
        .anyMatch(k ->
            face.at(k)[0] < 0
                || face.at(k)[1] < 0
                || face.at(k)[0] > photo.width()
                || face.at(k)[1] > photo.height())) {
      throw UserFacingException.badInput(
          "the face reaches beyond the photo: use one that shows all of it");
    }
    return face;
  }

  private static void requireFront(HeadPose pose, Face face) {
    if (face.distance(13, 14) > MOST_OPEN * face.distance(10, 152)) {
      throw UserFacingException.badInput(
          "the mouth is wide open: use a photo with lips shut, or with a smile");
    }
    if (Math.abs(pose.yaw()) > MOST_YAW || Math.abs(pose.pitch()) > MOST_PITCH) {
      throw UserFacingException.badInput(
          "the face is turned by %d° to the side and %d° up or down: use a photo from the front"
              .formatted(
                  Math.round(Math.abs(Math.toDegrees(pose.yaw()))),
                  Math.round(Math.abs(Math.toDegrees(pose.pitch())))));
    }
  }

  private void write(Photo photo, Face face, BaseFace base, FaceWarp warp, String name, Path folder)
      throws IOException {
    Framing framing = Framing.of(photo, face);
    World world = new World(framing, warp.pose.scale(), warp.pose.move()[2]);
    FaceMesh mesh = new FaceMesh(base, warp, world);
    BundleWriter bundle = new BundleWriter(name + ": made from a photo.", "NONE");
    FaceMesh.Worn worn = mesh.face();
    Surface skin = worn.surface();
    Outline2d oval = outline(face, BaseFace.OVAL);
    int[] rim = FaceMesh.rim(skin, framed(oval.scaled(.8), framing));
    Surroundings around =
        new Surroundings(worn, rim, world, oval, mouth(face), face.distance(10, 152));

    String picture = "photo.jpg";
    writeJpeg(new FrameImage(photo, framing).draw(WIDTH, HEIGHT), folder.resolve(picture));
    bundle.add("skin", "skin", skin, filled(skin, 1)).put("texture", picture);
    for (boolean turning : new boolean[] {false, true}) {
      around.add(bundle, turning).put("texture", picture);
    }
    for (boolean left : new boolean[] {false, true}) {
      String eye = left ? "eye_left" : "eye_right";
      EyePicture made =
          new EyePicture(
              photo,
              framing,
              mesh.eye(base.avatar.surface(eye)),
              outline(face, left ? EyePicture.LEFT : EyePicture.RIGHT),
              landmarks.iris(photo, face, left),
              left);
      ImageIO.write(made.image, "png", folder.resolve(eye + ".png").toFile());
      bundle.add(eye, "lit", made.surface, filled(made.surface, 1)).put("texture", eye + ".png");
    }
    mouth(bundle, base, mesh, (float) (new SkinTone(photo, face).lightness() / RIG_SKIN));
    copy("teeth.png", folder);
    ObjectNode settings = bundle.settings().put("fromPhoto", true);
    vector(
        settings.putObject("pivots"),
        "head",
        world.at(flipped(warp.pose.at(doubles(base.avatar.headPivot())))));
    settings.putObject("gaze").put("yawDeg", 0).put("pitchDeg", 0);
    ObjectNode camera = settings.putObject("camera");
    vector(camera, "target", new float[3]);
    camera.put("distance", World.DISTANCE).put("fovYDeg", world.fieldOfView());
    vector(settings, "key", new float[] {-.42f, .5f, .76f});
    bundle.write(folder);
    AvatarBundle.load(folder.toString());
  }

  private static void mouth(BundleWriter bundle, BaseFace base, FaceMesh mesh, float brightness) {
    record Part(String name, String material, int color, float dimmest, float lower) {}
    for (Part part :
        List.of(
            new Part("mouth", "flat", 0x963e3e, .85f, 0),
            new Part("teeth_upper", "lit", 0, .6f, UPPER_TEETH),
            new Part("teeth_lower", "lit", 0, .55f, 0),
            new Part("tongue", "flat", 0xcd6868, .8f, 0))) {
      Surface rig = base.avatar.surface(part.name());
      for (int k = 1; k < rig.positions().length; k += 3) {
        rig.positions()[k] -= part.lower();
      }
      Surface there = mesh.inMouth(rig);
      float dimmed = Math.clamp(brightness, part.dimmest(), 1.05f);
      float[] light = rig.light().clone();
      for (int k = 0; k < light.length; k++) {
        light[k] *= dimmed;
      }
      Surface lit =
          new Surface(there.positions(), rig.uvs(), light, rig.triangles(), there.shapes());
      ObjectNode group = bundle.add(part.name(), part.material(), lit, filled(lit, 1));
      if (part.color() == 0) {
        group.put("texture", "teeth.png");
      } else {
        int color = part.color();
        group.putArray("color").add(color >> 16).add(color >> 8 & 255).add(color & 255);
      }
    }
  }

  private static Outline2d outline(Face face, int[] landmarks) {
    return new Outline2d(Arrays.stream(landmarks).mapToObj(face::at).toArray(double[][]::new));
  }

  /** An ellipse from nose to chin, somewhat wider than the lips. */
  private static Outline2d mouth(Face face) {
    double[] nose = face.at(2);
    double[] chin = face.at(152);
    double[] right = face.at(61);
    double[] left = face.at(291);
    double[][] points = new double[24][];
    for (int k = 0; k < points.length; k++) {
      double turn = 2 * Math.PI * k / points.length;
      double across = .62 * Math.cos(turn);
      double down = .45 * Math.sin(turn);
      points[k] = new double[2];
      for (int c = 0; c < 2; c++) {
        points[k][c] =
            (nose[c] + chin[c]) / 2 + across * (left[c] - right[c]) + down * (chin[c] - nose[c]);
      }
    }
    return new Outline2d(points);
  }

  private static Outline2d framed(Outline2d pixels, Framing framing) {
    return new Outline2d(
        Arrays.stream(pixels.points())
            .map(p -> new double[] {framing.u(p[0]), framing.v(p[1])})
            .toArray(double[][]::new));
  }

  private static float[] filled(Surface surface, float value) {
    float[] all = new float[surface.light().length];
    Arrays.fill(all, value);
    return all;
  }

  private static double[] doubles(float[] v) {
    return new double[] {v[0], v[1], v[2]};
  }

  private static double[] flipped(double[] up) {
    return new double[] {up[0], -up[1], up[2]};
  }

  private static void vector(ObjectNode in, String name, float[] v) {
    in.putArray(name).add(v[0]).add(v[1]).add(v[2]);
  }

  private static void copy(String file, Path folder) throws IOException {
    try (InputStream in =
        PhotoAvatar.class.getResourceAsStream("/avatars/" + BaseFace.NAME + "/" + file)) {
      if (in == null) {
        throw new IOException("no " + file);
      }
      Files.copy(in, folder.resolve(file));
    }
  }

  private static void writeJpeg(BufferedImage image, Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } finally {
      writer.dispose();
    }
  }

  @Override
  public void close() {
    detector.close();
    landmarks.close();
  }
}
