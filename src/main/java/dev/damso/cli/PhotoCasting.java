package dev.damso.cli;

import dev.damso.face.photo.Photo;
import dev.damso.face.photo.PhotoFile;
import dev.damso.model.ModelStore;
import dev.damso.server.Casting;
import dev.damso.server.Looks;

/** The avatars of this machine, and of photos that pages bring. Thread safe. */
final class PhotoCasting implements Casting {
  private final Faces faces;
  private final ModelStore models;
  private final boolean takesPhotos;
  private final boolean records;

  PhotoCasting(Faces faces, ModelStore models, boolean takesPhotos) {
    this(faces, models, takesPhotos, false);
  }

  PhotoCasting(Faces faces, ModelStore models, boolean takesPhotos, boolean records) {
    this.faces = faces;
    this.models = models;
    this.takesPhotos = takesPhotos;
    this.records = records;
  }

  @Override
  public Looks looks() {
    return faces.looks();
  }

  @Override
  public boolean takesPhotos() {
    return takesPhotos;
  }

  @Override
  public boolean records() {
    return records;
  }

  @Override
  public void create(String name, byte[] file) {
    faces.own().requireNew(name, Faces.builtIn());
    Photo photo = PhotoFile.read(file, "the photo");
    faces.own().create(name, photo, models.require(Assembly.LANDMARKS));
  }
}
