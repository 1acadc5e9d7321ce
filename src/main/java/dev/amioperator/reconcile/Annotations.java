package dev.amioperator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;

/** Annotations by which a user instructs the operator. */
public final class Annotations {
  /** {@code "true"}: release the object without calling EC2. */
  static final String ABANDON = "amioperator.dev/abandon";

  /** Id of a missing image or a failed build instance: create it again. */
  public static final String RECREATE = "amioperator.dev/recreate";

  public static final String ABANDON_TRUE = ABANDON + "=true";

  private Annotations() {}

  public static boolean abandoned(HasMetadata object) {
    return value(object, ABANDON).filter("true"::equals).isPresent();
  }

  /** Id of the image or build instance that may be created again, if annotated. */
  public static Optional<String> recreate(HasMetadata object) {
    return value(object, RECREATE);
  }

  private static Optional<String> value(HasMetadata object, String key) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null ? Optional.empty() : Optional.ofNullable(annotations.get(key));
  }
}
