package dev.amioperator.image;

import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;
import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.OWNER;

import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.State;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ownership.MadeAsTag;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary valid AmiImages and existing images in EC2. */
final class ImageArbitraries {
  /** The image that a lookup finds, if it exists. */
  static final String LOOKED_UP = "ami-0000000000000000f";

  private static final String ADOPTED = "ami-0000000000000000e";
  private static final String SNAPSHOT = "snap-0123456789abcdef0";
  private static final String STRANGER = "999999999999";

  private ImageArbitraries() {}

  /** Ownership of an image by its tags. */
  enum Ownership {
    OURS,
    /** A foreign copy of an owned image, with its tags. */
    COPIED_BY_OTHERS,
    OF_ANOTHER_SOURCE,
    OF_ANOTHER_OBJECT,
    NOBODYS
  }

  /**
   * An image that exists before the first reconciliation.
   *
   * @param modified whether every changeable attribute was changed outside the operator
   */
  record ExistingImage(
      String id, String name, State state, Ownership ownership, boolean modified) {}

  static Arbitrary<AmiImageSpec> specs() {
    Arbitrary<String> made =
        Combinators.combine(
                Arbitraries.of(
                    "{instance: {instanceId: i-0123456789abcdef0, noReboot: true}}",
                    "{snapshot: {snapshotId: %s, architecture: x86_64}}".formatted(SNAPSHOT),
                    "{snapshot: {snapshotId: %s, architecture: x86_64, takeOwnership: true}}"
                        .formatted(SNAPSHOT),
                    "{objectStorage: {bucket: images, key: web.bin}}",
                    "{instanceStore: {manifest: images/web.manifest.xml, architecture: x86_64}}"),
                attributes())
            .as((source, attributes) -> "imageName: web-42\nsource: " + source + attributes);
    Arbitrary<String> adopted =
        attributes()
            .map(
                attributes ->
                    "source: {existing: {imageId: %s, management: Adopt}}".formatted(ADOPTED)
                        + attributes);
    Arbitrary<String> observed =
        Arbitraries.of(
            "source: {existing: {imageId: %s}}".formatted(ADOPTED),
            "source: {existing: {lookup: {owners: [self], name: 'web-*'}}}",
            "source: {existing: {lookup: {owners: [self], name: 'web-*'}, follow: true}}");
    return Arbitraries.oneOf(made, adopted, observed)
        .map(yaml -> Manifests.read("region: eu-west-1\n" + yaml, AmiImageSpec.class));
  }

  private static Arbitrary<String> attributes() {
    Arbitrary<String> sharing =
        Arbitraries.of(
            "",
            "disabled: false",
            "launchPermissions: {}",
            "launchPermissions: {accountIds: ['111122223333']}",
            "launchPermissions: {accountIds: ['111122223333'], includeSnapshots: true}",
            "launchPermissions: {public: true, includeSnapshots: false}",
            "launchPermissions: {accountIds: ['111122223333']}\ndisabled: false",
            "launchPermissions: {accountIds: ['111122223333']}\ndisabled: true");
    return Combinators.combine(
            sharing,
            Arbitraries.of("", "description: web tier"),
            Arbitraries.of("", "tags: {family: web}"),
            Arbitraries.of(
                "",
                "deprecation: {after: 180d}",
                "deprecation: {}",
                "deprecation: {at: '2027-01-01T00:00:00Z'}",
                "deprecation: {at: '2025-01-01T00:00:00Z'}"),
            Arbitraries.of(
                "",
                "deregistrationProtection: {enabled: false}",
                "deregistrationProtection: {enabled: true}",
                "deregistrationProtection: {enabled: true, cooldown: true}"),
            Arbitraries.of("", "imdsSupport: v2.0"),
            Arbitraries.of("", "fastLaunch: {enabled: false}", "fastLaunch: {enabled: true}"))
        .as(
            (a, b, c, d, e, f, g) ->
                Stream.of("", a, b, c, d, e, f, g)
                    .filter(line -> !line.isEmpty())
                    .map("\n"::concat)
                    .collect(Collectors.joining()));
  }

  /** Image status: absent, with a recorded name, or with a recorded image id. */
  static Arbitrary<Optional<AmiImageStatus>> statuses() {
    return Arbitraries.of("null", "ami-1", "ami-2", "ami-vanished")
        .map(
            imageId ->
                Manifests.read(
                    "{observedGeneration: 1, accountId: '123456789012', imageId: %s, imageName: web-42}"
                        .formatted(imageId),
                    AmiImageStatus.class))
        .optional();
  }

  static Arbitrary<List<ExistingImage>> existingImages() {
    return Combinators.combine(
            Arbitraries.of("ami-1", "ami-2", ADOPTED, LOOKED_UP),
            Arbitraries.of("web-42", "golden", "another"),
            Arbitraries.of(State.PENDING, State.AVAILABLE, State.DISABLED, State.FAILED),
            Arbitraries.of(Ownership.class),
            Arbitraries.of(true, false))
        .as(ExistingImage::new)
        .list()
        .ofMaxSize(3);
  }

  static void addTo(FakeRegion ec2, List<ExistingImage> world, AmiImageSpec spec) {
    ec2.add(Ec2Fixtures.foreignSnapshot(SNAPSHOT));
    for (ExistingImage found : world) {
      if (ec2.image(found.id()).isEmpty()) {
        ec2.add(
            image(found, SourceHash.of(spec.source())),
            new LaunchPermissions(false, found.modified() ? Set.of(STRANGER) : Set.of(), Set.of()));
      }
    }
  }

  private static Image image(ExistingImage found, String sourceHash) {
    Map<String, String> tags = new HashMap<>(tags(found.ownership(), found.name(), sourceHash));
    Image.Settings settings = Image.Settings.DEFAULT;
    boolean tampered = found.modified() && !found.state().failed();
    if (tampered) {
      tags.put("family", "mail");
      settings =
          new Image.Settings(
              Optional.of(NOW.plus(Duration.ofDays(9))),
              Image.DeregistrationProtection.ENABLED,
              false,
              false,
              found.state() == State.AVAILABLE);
    }
    Image image =
        Ec2Fixtures.withSettings(
            Ec2Fixtures.withName(Ec2Fixtures.image(found.id(), found.state(), tags), found.name()),
            settings);
    return tampered ? Ec2Fixtures.withDescription(image, "tampered with") : image;
  }

  private static Map<String, String> tags(Ownership whose, String name, String sourceHash) {
    return switch (whose) {
      case OURS ->
          new MadeAsTag(ACCOUNT, "eu-west-1", name).addedTo(OWNER.tags(Role.IMAGE, sourceHash));
      case COPIED_BY_OTHERS ->
          new MadeAsTag(ACCOUNT, "eu-west-1", "its-source")
              .addedTo(OWNER.tags(Role.IMAGE, sourceHash));
      case OF_ANOTHER_SOURCE -> OWNER.tags(Role.IMAGE, "another source");
      case OF_ANOTHER_OBJECT ->
          Map.of(TagKeys.CLUSTER, "c1", TagKeys.RESOURCE, "AmiImage/images/another");
      case NOBODYS -> Map.of();
    };
  }
}
