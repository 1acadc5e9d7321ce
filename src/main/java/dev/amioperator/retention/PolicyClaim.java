package dev.amioperator.retention;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.OwnershipClaim;
import dev.amioperator.ownership.TagKeys;
import java.util.Map;
import java.util.Optional;

/**
 * The claim of a policy on images that it covers: to tag them, or to retire a single image with its
 * snapshots.
 *
 * @param claimant the policy
 * @param retirement the image that it retires; empty: it takes other steps, or changes tags
 * @param reversing whether it undoes steps, which no tag of a user prevents
 * @param conditions of the policy's spec on the tags of images that it retires
 */
record PolicyClaim(
    Owner claimant,
    PolicyCoverage coverage,
    Optional<RetirementClaim> retirement,
    boolean reversing,
    TagConditions conditions)
    implements OwnershipClaim {

  @Override
  public boolean permits(AwsAction action) {
    return !reversing || ReversalActions.contains(action);
  }

  @Override
  public Optional<String> objection(AwsAction action, Map<String, String> tags) {
    if (reversing) {
      return Optional.empty();
    }
    return OptOut.contains(tags) && OptOut.prevents(action)
        ? Optional.of("has the tag %s, which keeps it from every policy".formatted(TagKeys.KEEP))
        : conditions.objection(action, tags);
  }

  @Override
  public boolean owns(Image image) {
    return coverage.covers(image) && retirement.map(claim -> claim.owns(image)).orElse(true);
  }

  /** A policy also removes its tag from an image that others copied with it. */
  @Override
  public boolean owns(Image image, String region) {
    return retirement.isPresent() ? OwnershipClaim.super.owns(image, region) : owns(image);
  }

  @Override
  public boolean owns(Snapshot snapshot) {
    return retirement.filter(claim -> claim.owns(snapshot)).isPresent();
  }
}
