package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.api.v1alpha1.BuildSource;
import dev.amioperator.api.v1alpha1.ImageSource.Management;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.List;
import java.util.Optional;

/** Whether the AwsAccount allows what an AmiImage asks for. */
final class Allowlist {
  private Allowlist() {}

  /** Why an image may not be adopted, if it may not; one that was adopted before is ours. */
  static Optional<ReadyState> adoptionRefusal(
      DesiredImage desired, AwsAccountSpec.Allow allow, AccountRegion accountRegion) {
    boolean adopts =
        desired.source().existing() != null
            && desired.source().existing().management() == Management.ADOPT;
    if (adopts && desired.recordedImageId().isEmpty() && !Boolean.TRUE.equals(allow.adopt())) {
      return Optional.of(
          new ReadyState.Stalled(
              Reason.NotAllowed,
              "source.existing.management: Adopt needs allow.adopt: true in AwsAccount %s."
                  .formatted(accountRegion.account())));
    }
    return Optional.empty();
  }

  /** Why a builder may not have its instance profile, if it may not. */
  static Optional<ReadyState> instanceProfileRefusal(
      BuildSource source, AwsAccountSpec.Allow allow, AccountRegion accountRegion) {
    String profile = source.instanceProfile();
    List<String> allowed = allow.instanceProfiles();
    return profile == null || (allowed != null && allowed.contains(profile))
        ? Optional.empty()
        : Optional.of(
            new ReadyState.Stalled(
                Reason.NotAllowed,
                "source.build.instanceProfile: %s is not in allow.instanceProfiles of AwsAccount %s."
                    .formatted(profile, accountRegion.account())));
  }
}
