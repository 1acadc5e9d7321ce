package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AllowSpec;
import dev.amioperator.attributes.DesiredFastLaunch;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.reconcile.ReadyState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks of what instances are launched with against {@code spec.allow} of an AwsAccount. What runs
 * on these instances is the namespace's choice, so network and role decide what it can reach. Pure.
 *
 * @param account the AwsAccount's name
 */
public record LaunchAllowlist(String account, AllowSpec allow) {
  private static final String DEFAULT = "default";
  private static final String OTHER_BUILD =
      "create a new AmiImage with another, and delete this one";
  private static final String NO_FAST_LAUNCH = "set spec.fastLaunch.enabled: false";

  /** The AWS managed EBS key, with which every principal of the account encrypts by EBS anyway. */
  private static final String EBS_KEY = "alias/aws/ebs";

  /**
   * Refuses the network of a build instance, or its instance profile.
   *
   * @param subnetId null for the default VPC
   * @param securityGroupIds null for the VPC's default group
   * @param instanceProfile null for none
   */
  public Optional<ReadyState> buildRefusal(
      String subnetId, List<String> securityGroupIds, String instanceProfile) {
    return subnetRefusal(subnetId)
        .or(() -> securityGroupRefusal(securityGroupIds))
        .or(() -> instanceProfileRefusal(instanceProfile));
  }

  private Optional<ReadyState> subnetRefusal(String subnetId) {
    return subnetId == null
        ? Refusals.unlisted(
            account,
            "subnets",
            allow.subnets(),
            DEFAULT,
            "source.build without subnetId, in the default VPC,",
            "create a new AmiImage with an allowed subnetId, and delete this one")
        : Refusals.unlisted(
            account,
            "subnets",
            allow.subnets(),
            subnetId,
            "source.build.subnetId: " + subnetId,
            OTHER_BUILD);
  }

  private Optional<ReadyState> securityGroupRefusal(List<String> ids) {
    return ids == null || ids.isEmpty()
        ? Refusals.unlisted(
            account,
            "securityGroups",
            allow.securityGroups(),
            DEFAULT,
            "source.build without securityGroupIds, with the VPC's default group,",
            "create a new AmiImage with allowed securityGroupIds, and delete this one")
        : ids.stream()
            .flatMap(
                id ->
                    Refusals.unlisted(
                        account,
                        "securityGroups",
                        allow.securityGroups(),
                        id,
                        "source.build.securityGroupIds: " + id,
                        OTHER_BUILD)
                        .stream())
            .findFirst();
  }

  private Optional<ReadyState> instanceProfileRefusal(String profile) {
    return profile == null
        ? Optional.empty()
        : Refusals.unlisted(
            account,
            "instanceProfiles",
            allow.instanceProfiles(),
            profile,
            "source.build.instanceProfile: " + profile,
            OTHER_BUILD);
  }

  /**
   * Refuses a KMS key that a spec names.
   *
   * <p>A spec without a key gets the account's default EBS key, which needs no permission: whoever
   * may create a volume in the account has its use, and no policy of the key tells them apart.
   *
   * @param named as the spec names it
   * @param arn of the key, resolved from an alias; empty: it could not be resolved
   * @param readError why not
   */
  public Optional<ReadyState> kmsKeyRefusal(String named, Optional<String> arn, String readError) {
    if (named.equals(EBS_KEY) || Refusals.lists(allow.kmsKeys(), arn.orElse(named))) {
      return Optional.empty();
    }
    return arn.isPresent()
        ? Refusals.unlisted(
            account, "kmsKeys", allow.kmsKeys(), arn.get(), "kmsKeyId: " + named, OTHER_BUILD)
        : Refusals.notAllowed(
            "kmsKeyId: %s is not allowed, because it could not be resolved to the ARN of a key: %s."
                + " Allow the operator kms:DescribeKey of it, and list its ARN in allow.kmsKeys of"
                + " AwsAccount %s; or %s.",
            named, readError, account, OTHER_BUILD);
  }

  /**
   * Refuses Windows fast launch: EC2 launches instances of the image, which run what is in it, by
   * the launch template or in the default VPC.
   */
  public Optional<ReadyState> fastLaunchRefusal(DesiredFastLaunch fastLaunch) {
    if (!fastLaunch.enabled()) {
      return Optional.empty();
    }
    return fastLaunch
        .settings()
        .launchTemplate()
        .map(this::launchTemplateRefusal)
        .orElseGet(
            () ->
                Stream.of(
                        defaultNetworkRefusal("subnets", allow.subnets()),
                        defaultNetworkRefusal("securityGroups", allow.securityGroups()))
                    .flatMap(Optional::stream)
                    .findFirst());
  }

  private Optional<ReadyState> launchTemplateRefusal(FastLaunch.LaunchTemplate template) {
    String named = template.id().or(template::name).orElse("");
    return Refusals.unlisted(
        account,
        "launchTemplates",
        allow.launchTemplates(),
        named,
        "fastLaunch.launchTemplate: " + named,
        NO_FAST_LAUNCH);
  }

  private Optional<ReadyState> defaultNetworkRefusal(String member, List<String> list) {
    return Refusals.unlisted(
        account,
        member,
        list,
        DEFAULT,
        "fastLaunch without launchTemplate, in the default VPC with its default group,",
        NO_FAST_LAUNCH);
  }
}
