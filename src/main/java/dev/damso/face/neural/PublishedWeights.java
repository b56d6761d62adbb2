package dev.damso.face.neural;

import dev.damso.face.neural.NeuralManifest.Audio;
import dev.damso.face.neural.NeuralManifest.Family;
import dev.damso.face.neural.NeuralManifest.Frame;
import dev.damso.face.neural.NeuralManifest.Mouth;
import dev.damso.face.photo.FaceTracker;
import dev.damso.model.graph.OnnxGraph;
import java.util.List;
import java.util.Optional;

/**
 * Weights of a family that others published, recognised and ready to be built around.
 *
 * @see WavToLip
 * @see MuseTalk
 */
interface PublishedWeights {
  Family family();

  /** Files that its graphs need beside them. */
  List<PublishedModel> models();

  /** Bytes and sound in, bytes out. */
  OnnxGraph graph();

  /** What of a picture it is given. */
  double[] box(FaceTracker.Outline face, int width, int height);

  Frame frame();

  Audio audio();

  Mouth mouth();

  /** Pictures at once at most; 0 for any number. */
  int batch();

  /** The encoder of pictures, where those are not given as they are. */
  default Optional<PublishedModel> encoder() {
    return Optional.empty();
  }
}
