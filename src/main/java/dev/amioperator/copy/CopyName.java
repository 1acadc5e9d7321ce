package dev.amioperator.copy;

import dev.amioperator.ec2.Image;
import dev.amioperator.observer.OwnedResources;
import java.util.Optional;

/** The name of an image copy: deterministic, because EC2 names are unique per region. */
final class CopyName {
  private static final int MAX_LENGTH_BEFORE_SUFFIX = 119;

  private CopyName() {}

  /**
   * The name for a copy of {@code source}: the source's own, or the desired name. A suffix from the
   * source's id is added where the plain name would not tell sources apart, or belongs to the
   * source itself or to another copy of this object. A suffixed name that the status records stays.
   */
  static String of(CopyTarget target, Image source, OwnedResources ownedResources) {
    String plain = target.desired().imageName().orElse(source.name());
    String suffixed = suffixed(target, plain);
    return target.recordedName().filter(suffixed::equals).isPresent()
            || target.desired().imageName().isPresent()
            || inSourceRegion(target, source)
            || nameOwned(target, plain, ownedResources)
        ? suffixed
        : plain;
  }

  /** Whether a copy of the target's source can have a name; its plain name needs the source. */
  static boolean isPossible(CopyTarget target, String name) {
    Optional<String> plain =
        target
            .desired()
            .imageName()
            .or(
                () ->
                    target.source() instanceof ObservedSource.Available(_, Image source)
                        ? Optional.of(source.name())
                        : Optional.empty());
    return name.endsWith("-" + target.sourceId().suffix())
        ? plain.map(known -> suffixed(target, known).equals(name)).orElse(true)
        : target.desired().imageName().isEmpty() && plain.filter(name::equals).isPresent();
  }

  private static String suffixed(CopyTarget target, String plain) {
    return plain.substring(0, Math.min(plain.length(), MAX_LENGTH_BEFORE_SUFFIX))
        + "-"
        + target.sourceId().suffix();
  }

  private static boolean inSourceRegion(CopyTarget target, Image source) {
    return target.sourceId().region().equals(target.accountRegion().region())
        && source.ownerId().equals(target.accountRegion().accountId());
  }

  private static boolean nameOwned(CopyTarget target, String name, OwnedResources ownedResources) {
    return ownedResources.images().stream()
        .filter(Image::registered)
        .filter(target.desired().owner()::owns)
        .anyMatch(image -> image.name().equals(name));
  }
}
