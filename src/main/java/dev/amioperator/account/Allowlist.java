package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AllowSpec;
import dev.amioperator.api.v1alpha1.AllowSpec.AllowedRetention;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.attributes.DesiredFastLaunch;
import dev.amioperator.attributes.DesiredSharing;
import dev.amioperator.ec2.EbsEncryptionDefaults;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.ReadyState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks against {@code spec.allow} and {@code spec.regions} of an AwsAccount. Pure.
 *
 * <p>They concern what is created, adopted, granted or observed next. What an object has already
 * stays when an AwsAccount narrows, and no check is made before a deletion.
 *
 * @param account the AwsAccount's name
 * @param regions empty for every region
 */
public record Allowlist(String account, Set<String> regions, AllowSpec allow) {
  public Allowlist {
    regions = Set.copyOf(regions);
  }

  /** An allowlist for every region. */
  public Allowlist(String account, AllowSpec allow) {
    this(account, Set.of(), allow);
  }

  /** The allowlist of an AwsAccount. */
  public static Allowlist of(AwsAccount account) {
    Optional<AwsAccountSpec> spec = Optional.ofNullable(account.getSpec());
    return new Allowlist(
        account.getMetadata().getName(),
        toSet(spec.map(AwsAccountSpec::regions).orElse(null)),
        spec.map(AwsAccountSpec::allow).orElse(AllowSpec.NOTHING));
  }

  /** The checks of what images are created from. */
  public SourceAllowlist sources() {
    return new SourceAllowlist(account, allow);
  }

  /** The checks of what instances are launched with. */
  public LaunchAllowlist launches() {
    return new LaunchAllowlist(account, allow);
  }

  /** Refuses to copy an image out of a region that the AwsAccount does not list. */
  public Optional<ReadyState> sourceRegionRefusal(String region) {
    return regions.isEmpty() || regions.contains(region)
        ? Optional.empty()
        : Refusals.notAllowed(
            "source.region: %s is not allowed. Add it to spec.regions of AwsAccount %s: - %s; or name"
                + " an image of another region in source.",
            region, account, region);
  }

  /**
   * Refuses the name of a new image. Consumers find images by their names, and would take one of
   * another namespace.
   */
  public Optional<ReadyState> imageNameRefusal(String name, Owner owner) {
    String own = owner.namespace() + "/";
    return name.startsWith(own) || Refusals.listsBeginning(allow.imageNames(), name)
        ? Optional.empty()
        : Refusals.notAllowed(
            "The image name \"%s\" is not allowed. Add it, or how it begins, in spec.allow of AwsAccount"
                + " %s: imageNames: [\"%s\"]; or create a new object with an imageName that begins"
                + " with %s, and delete this one.",
            name, account, name, own);
  }

  /** Refuses grants to others, and the launches of Windows fast launch. */
  public Optional<ReadyState> grantRefusal(
      DesiredSharing sharing, Optional<DesiredFastLaunch> fastLaunch) {
    return sharingRefusal(sharing)
        .or(() -> fastLaunch.flatMap(wanted -> launches().fastLaunchRefusal(wanted)));
  }

  /**
   * Refuses a KMS grant for an account that copies an image.
   *
   * @param image the AmiImage's name
   */
  public Optional<ReadyState> keyGrantRefusal(String keyArn, String accountId, String image) {
    return Refusals.lists(allow.kmsKeys(), keyArn)
        ? Optional.empty()
        : Refusals.notAllowed(
            "Account %s may not use %s, which the image of AmiImage %s is encrypted with. Add the key in"
                + " spec.allow of AwsAccount %s: kmsKeys: [\"%s\"], so that the operator grants its use"
                + " while it copies; or allow account %s in the key's policy.",
            accountId, keyArn, image, account, keyArn, accountId);
  }

  /**
   * Refuses to let another account copy an image.
   *
   * @param image the AmiImage's name
   */
  public Optional<ReadyState> copyingAccountRefusal(String accountId, String image) {
    return toSet(allow.shareWith()).contains(accountId)
        ? Optional.empty()
        : Refusals.notAllowed(
            "Letting account %s copy the image of AmiImage %s is not allowed. Add it in spec.allow of AwsAccount"
                + " %s: shareWith: [\"%s\"]; or remove the destinations in that account.",
            accountId, image, account, accountId);
  }

  /** Refuses to share an image with recipients that are not allowed. */
  public Optional<ReadyState> sharingRefusal(DesiredSharing sharing) {
    return sharing.launchPermissions().flatMap(this::sharingRefusal);
  }

  private Optional<ReadyState> sharingRefusal(LaunchPermissions wanted) {
    if (wanted.everyone() && !Boolean.TRUE.equals(allow.publicSharing())) {
      return Refusals.notAllowed(
          "launchPermissions.public is not allowed. Add this line in spec.allow of AwsAccount %s:"
              + " publicSharing: true; or remove public from this spec.",
          account);
    }
    Set<String> allowed = toSet(allow.shareWith());
    List<String> missing =
        Stream.concat(wanted.accountIds().stream(), wanted.arns().stream())
            .filter(entity -> !allowed.contains(entity))
            .sorted()
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Refusals.notAllowed(
            "launchPermissions: sharing with %s is not allowed. What was granted stays until it is"
                + " removed from this spec. Add the missing in spec.allow of AwsAccount %s:"
                + " shareWith: [\"%s\"]; or remove them from this spec.",
            String.join(", ", missing), account, String.join("\", \"", missing));
  }

  /**
   * Refuses a KMS key that encrypts copies. A spec without a key gets the account's default EBS
   * key, which needs no permission.
   *
   * @param named as the spec names it
   * @param arn of the key, resolved from an alias or id
   */
  public Optional<ReadyState> copyKeyRefusal(String named, String arn) {
    return named.equals(EbsEncryptionDefaults.AWS_MANAGED_KEY)
        ? Optional.empty()
        : Refusals.unlisted(
            account,
            "kmsKeys",
            allow.kmsKeys(),
            arn,
            "encryption.kmsKeyId: " + named,
            "name an allowed key in encryption.kmsKeyId");
  }

  /** The entries of {@code allow.retention} for the policies of a namespace. */
  public List<AllowedRetention> retentionBy(String namespace) {
    return Optional.ofNullable(allow.retention()).orElse(List.of()).stream()
        .filter(entry -> entry.namespaces().contains(namespace))
        .toList();
  }

  private static Set<String> toSet(List<String> list) {
    return list == null ? Set.of() : Set.copyOf(list);
  }
}
