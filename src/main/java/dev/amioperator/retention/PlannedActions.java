package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.OwnershipClaim;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Optional;

/**
 * EC2 actions of a policy in an account and region that fail or succeed together.
 *
 * @param purpose decides which images the policy may change by them
 */
record PlannedActions(AccountRegion accountRegion, Purpose purpose, List<AwsAction> actions) {
  PlannedActions {
    actions = List.copyOf(actions);
  }

  /** What a policy executes EC2 actions for. */
  sealed interface Purpose {
    /** The image that the actions are about; empty text: they are about several. */
    String imageId();

    /** Changes the tag {@value TagKeys#UNKEPT_SINCE} of images. */
    record Tagging() implements Purpose {
      @Override
      public String imageId() {
        return "";
      }
    }

    /** Creates or deletes reports about the use of an image in other accounts. */
    record UsageReport(String imageId) implements Purpose {}

    /**
     * Takes a step that can be undone.
     *
     * @param record of the image's launch permissions, to be stored before
     */
    record Step(String imageId, RetireStep step, Optional<PermissionRecord> record)
        implements Purpose {}

    /**
     * Undoes steps taken with an image.
     *
     * @param permissions the tag of its record, which is deleted after
     */
    record Reversal(String imageId, Optional<PermissionsTag> permissions) implements Purpose {}

    /**
     * Deregisters an image and deletes its snapshots.
     *
     * @param permissions the tag of its record, which is deleted after
     * @param recovery whether it can be restored, if that is known yet
     */
    record Retirement(
        Retiring entry, Optional<PermissionsTag> permissions, Optional<Recovery> recovery)
        implements Purpose {
      @Override
      public String imageId() {
        return entry.imageId();
      }
    }
  }

  /** Actions on the tag {@value TagKeys#UNKEPT_SINCE} of images. */
  static PlannedActions onTags(AccountRegion accountRegion, List<AwsAction> actions) {
    return new PlannedActions(accountRegion, new Purpose.Tagging(), actions);
  }

  /** What entitles a policy to the actions, as the resources are when they are executed. */
  OwnershipClaim claim(Owner policy, PolicyCoverage coverage, TagConditions conditions) {
    Optional<RetirementClaim> retirement =
        purpose instanceof Purpose.Retirement(Retiring entry, var permissions, var recovery)
            ? Optional.of(RetirementClaim.of(policy, entry))
            : Optional.empty();
    return new PolicyClaim(
        policy, coverage, retirement, purpose instanceof Purpose.Reversal, conditions);
  }

  /** What is being done, for the condition; empty: nothing worth a word. */
  Optional<String> message() {
    return switch (purpose) {
      case Purpose.Tagging tagging -> Optional.empty();
      case Purpose.UsageReport report -> Optional.empty();
      case Purpose.Step(String imageId, RetireStep step, var record) ->
          Optional.of("To %s %s now.".formatted(step.verb(), imageId));
      case Purpose.Reversal(String imageId, var permissions) ->
          Optional.of("Undoing the retirement of %s.".formatted(imageId));
      case Purpose.Retirement retirement -> Optional.empty();
    };
  }
}
