package dev.amioperator.copy;

import dev.amioperator.ec2.Image;
import dev.amioperator.observer.OwnedResources;

/** What a copy is called: deterministic, because a name can be taken only once in a place. */
final class CopyName {
  private static final int MAX_LENGTH_BEFORE_SUFFIX = 119;

  private CopyName() {}

  /**
   * The name for a copy of {@code source}: the source's own, or with a suffix from the source's id
   * where the plain name would not tell sources apart, or is held by the source itself or by a copy
   * of ours. A suffixed name that the status has announced stays.
   */
  static String of(CopyTarget target, Image source, OwnedResources ownedResources) {
    String plain = target.desired().imageName().orElse(source.name());
    String suffixed = shortened(plain) + "-" + target.sourceId().suffix();
    return target.recordedName().filter(suffixed::equals).isPresent()
            || target.desired().imageName().isPresent()
            || inSourceRegion(target, source)
            || nameOwned(target, plain, ownedResources)
        ? suffixed
        : plain;
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

  private static String shortened(String name) {
    return name.length() <= MAX_LENGTH_BEFORE_SUFFIX
        ? name
        : name.substring(0, MAX_LENGTH_BEFORE_SUFFIX);
  }
}
