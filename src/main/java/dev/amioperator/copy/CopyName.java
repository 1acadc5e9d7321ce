package dev.amioperator.copy;

import dev.amioperator.ec2.Image;
import dev.amioperator.observer.Holdings;

/** What a copy is called: deterministic, because a name can be taken only once in a place. */
final class CopyName {
  private static final int LONGEST_WITH_SUFFIX = 119;

  private CopyName() {}

  /**
   * The name for a copy of {@code source}: the source's own, or with a suffix from the source's id
   * where the plain name would not tell sources apart, or is held by the source itself or by a copy
   * of ours. A suffixed name that the status has announced stays.
   */
  static String of(Target target, Image source, Holdings holdings) {
    String plain = target.desired().imageName().orElse(source.name());
    String suffixed = shortened(plain) + "-" + target.id().suffix();
    return target.announcedName().filter(suffixed::equals).isPresent()
            || target.desired().imageName().isPresent()
            || samePlace(target, source)
            || heldByUs(target, plain, holdings)
        ? suffixed
        : plain;
  }

  private static boolean samePlace(Target target, Image source) {
    return target.id().region().equals(target.place().region())
        && source.ownerId().equals(target.place().accountId());
  }

  private static boolean heldByUs(Target target, String name, Holdings holdings) {
    return holdings.images().stream()
        .filter(Image::registered)
        .filter(target.desired().owner()::owns)
        .anyMatch(image -> image.name().equals(name));
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_WITH_SUFFIX ? name : name.substring(0, LONGEST_WITH_SUFFIX);
  }
}
