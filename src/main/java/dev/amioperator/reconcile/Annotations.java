package dev.amioperator.reconcile;

import dev.amioperator.ownership.TagKeys;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Annotations by which a user instructs the operator. */
public final class Annotations {
  /** Whether the object is released without calling EC2 when it is deleted. */
  static final String ABANDON = "amioperator.dev/abandon";

  /** Id of a missing image or a failed build instance: create it again. */
  public static final String RECREATE = "amioperator.dev/recreate";

  public static final String ABANDON_TRUE = ABANDON + "=true";

  private static final String PREFIX = "amioperator.dev/";

  /** What a user instructs by, and what the operator or a retention policy writes or reads. */
  private static final Set<String> KNOWN =
      Set.of(ABANDON, RECREATE, TagKeys.KEEP, TagKeys.UNKEPT_SINCE);

  /** Unknown annotations that a condition names: its message is limited. */
  private static final int MAX_UNKNOWN = 3;

  /** YAML's words for true, which an annotation needs in quotes. */
  private static final Set<String> TRUE = Set.of("true", "yes", "on", "y", "1");

  private static final Set<String> FALSE = Set.of("false", "no", "off", "n", "0", "");

  private static final Pattern RECREATED = Pattern.compile("(ami|i)-[0-9a-z-]+");

  private Annotations() {}

  /** The operator's annotations of an object. */
  static Map<String, String> of(HasMetadata object) {
    return annotations(object).entrySet().stream()
        .filter(annotation -> annotation.getKey().startsWith(PREFIX))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Whether the annotation says in any of YAML's words that EC2 is to be left alone. */
  public static boolean abandoned(HasMetadata object) {
    return value(object, ABANDON).filter(value -> TRUE.contains(lowerCase(value))).isPresent();
  }

  /** Id of the image or build instance that may be created again, if annotated. */
  public static Optional<String> recreate(HasMetadata object) {
    return value(object, RECREATE);
  }

  /** Note for the conditions about annotations that have no effect; may be empty. */
  static String note(HasMetadata object) {
    return Stream.concat(
            Stream.concat(abandonNote(object).stream(), recreateNote(object).stream()),
            unknown(object))
        .map(" "::concat)
        .collect(Collectors.joining());
  }

  private static Optional<String> abandonNote(HasMetadata object) {
    return value(object, ABANDON)
        .map(Annotations::lowerCase)
        .filter(value -> !TRUE.contains(value) && !FALSE.contains(value))
        .map(
            value ->
                "The annotation %s has no effect: its value has to be \"true\" or \"false\"."
                    .formatted(ABANDON));
  }

  private static Optional<String> recreateNote(HasMetadata object) {
    return value(object, RECREATE)
        .filter(value -> !RECREATED.matcher(value).matches())
        .map(
            value ->
                ("The annotation %s has no effect: its value has to be the id of the image (ami-…)"
                        + " or build instance (i-…) to be created again.")
                    .formatted(RECREATE));
  }

  private static Stream<String> unknown(HasMetadata object) {
    return annotations(object).keySet().stream()
        .filter(key -> key.startsWith(PREFIX) && !KNOWN.contains(key))
        .sorted()
        .limit(MAX_UNKNOWN)
        .map(
            key ->
                "The annotation %s has no effect: the operator knows %s and %s only."
                    .formatted(key, ABANDON, RECREATE));
  }

  private static String lowerCase(String value) {
    return value.toLowerCase(Locale.ROOT);
  }

  private static Optional<String> value(HasMetadata object, String key) {
    return Optional.ofNullable(annotations(object).get(key)).map(String::strip);
  }

  private static Map<String, String> annotations(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }
}
