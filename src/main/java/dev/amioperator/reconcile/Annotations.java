package dev.amioperator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;

/** What a person may say to the operator by annotation. */
public final class Annotations {
  /** {@code "true"}: let go of the object without touching EC2. */
  static final String ABANDON = "amioperator.dev/abandon";

  /** The id of an image that is gone, or of a builder that failed: make it again. */
  public static final String RECREATE = "amioperator.dev/recreate";

  public static final String ABANDON_TRUE = ABANDON + "=true";

  private Annotations() {}

  public static boolean abandoned(HasMetadata object) {
    return value(object, ABANDON).filter("true"::equals).isPresent();
  }

  /** The image, or the builder, whose work may be done again, if anybody said so. */
  public static Optional<String> recreate(HasMetadata object) {
    return value(object, RECREATE);
  }

  private static Optional<String> value(HasMetadata object, String key) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null ? Optional.empty() : Optional.ofNullable(annotations.get(key));
  }
}
