package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Limits;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.ManagingService;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.TagKeys;
import java.util.Optional;
import java.util.Set;

/**
 * The spec of an AmiRetentionPolicy with its defaults applied.
 *
 * @param accounts the accounts, with the images about which the policy may decide
 * @param includedServices the AWS services whose images the policy retires, too
 * @param grouping in which groups {@code keep.newest} counts
 * @param keep which images are kept
 * @param steps how an image is retired that no rule keeps any more
 * @param maxImages how many images may be retired in any 24 hours
 * @param maxPercent the same in percent of the selected images; at least one image
 * @param enforce whether EC2 is changed: mode Approved or Enforce, and not suspended
 * @param deletesOrphans whether snapshots that no image uses are deleted, too
 */
record EffectivePolicy(
    CoveredAccounts accounts,
    Set<String> regions,
    ImageSelector selector,
    Set<ManagingService> includedServices,
    ImageGrouping grouping,
    KeepRules keep,
    RetireSteps steps,
    int maxImages,
    int maxPercent,
    boolean enforce,
    boolean deletesOrphans) {
  private static final int DEFAULT_MAX_IMAGES = 10;
  private static final int DEFAULT_MAX_PERCENT = 20;

  EffectivePolicy {
    regions = Set.copyOf(regions);
    includedServices = Set.copyOf(includedServices);
  }

  /**
   * Applies the defaults to a policy's spec.
   *
   * @throws IllegalArgumentException for a duration or pattern that the CRD rejects
   */
  static EffectivePolicy of(AmiRetentionPolicySpec spec, CoveredAccounts accounts) {
    Optional<Limits> limits = Optional.ofNullable(spec.limits());
    return new EffectivePolicy(
        accounts,
        Set.copyOf(spec.regions()),
        ImageSelector.of(spec.select()),
        spec.select().includeManagedBy() == null
            ? Set.of()
            : Set.copyOf(spec.select().includeManagedBy()),
        ImageGrouping.of(spec),
        KeepRules.of(spec.keep()),
        RetireSteps.of(spec.retire()),
        limits.map(Limits::maxImages).orElse(DEFAULT_MAX_IMAGES),
        limits.map(Limits::maxPercent).orElse(DEFAULT_MAX_PERCENT),
        enforced(spec),
        OrphanRules.of(spec).delete());
  }

  /** Whether a policy changes EC2: mode Approved or Enforce and not suspended. */
  static boolean enforced(AmiRetentionPolicySpec spec) {
    return (spec.mode() == Mode.ENFORCE || spec.mode() == Mode.APPROVED)
        && !Boolean.TRUE.equals(spec.suspend());
  }

  /** Whether the policy selects an image of a region and may decide about it. */
  boolean selects(AccountRegion accountRegion, Image image) {
    return matches(accountRegion, image) && accounts.covers(accountRegion, image);
  }

  /** Whether the policy selects a snapshot of a region, and may decide about it. */
  boolean selects(AccountRegion accountRegion, Snapshot snapshot) {
    return selector.selects(snapshot)
        && regions.contains(accountRegion.region())
        && accounts
            .in(accountRegion)
            .filter(
                coverage ->
                    coverage.createdInNamespace(snapshot.tags())
                        || coverage.allows(snapshot.tags()))
            .isPresent();
  }

  /** The first AWS service that manages the image and that the policy does not include. */
  Optional<ManagingService> managedElsewhere(Image image) {
    return AwsManagedImages.services(image).stream()
        .filter(service -> !includedServices.contains(service))
        .findFirst();
  }

  /** Whether {@code spec.select} matches an image that no operator created, without coverage. */
  boolean lacksCoverage(AccountRegion accountRegion, Image image) {
    return matches(accountRegion, image)
        && !accounts.covers(accountRegion, image)
        && !TagKeys.managed(image.tags());
  }

  private boolean matches(AccountRegion accountRegion, Image image) {
    return accounts.in(accountRegion).isPresent()
        && regions.contains(accountRegion.region())
        && selector.selects(accountRegion, image);
  }
}
