package dev.amioperator.it;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec;
import dev.amioperator.api.v1alpha1.AmiCopySpec.CopySource;
import dev.amioperator.api.v1alpha1.AmiCopySpecBuilder;
import dev.amioperator.api.v1alpha1.CopyDestination;
import dev.amioperator.api.v1alpha1.CopyDestination.AllRegions;
import dev.amioperator.api.v1alpha1.CopyDestinationBuilder;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.it.CrashScenario.Account;
import dev.amioperator.it.CrashScenario.Count;
import dev.amioperator.it.CrashScenario.Removal;
import dev.amioperator.it.CrashScenario.Setup;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.simulator.VolumeSeed;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Crash scenarios for each image source, each kind of deletion, and retention policies. */
final class CrashScenarios {
  private static final String SNAPSHOT =
      "source: {snapshot: {snapshotId: %s, architecture: x86_64}}";
  private static final String INSTANCE = "source: {instance: {instanceId: %s, noReboot: true}}";

  /** Names of copies depend on the source's id. */
  private static final String FIRST_IMAGE = "ami-00000000000000001";

  private static final String SECOND_IMAGE = "ami-00000000000000002";

  private static final List<CrashScenario> IMAGES =
      List.of(
          CrashScenario.of(
              "copy to two regions",
              (home, name) ->
                  Manifests.copyOf(
                      name, home.image(ImageSeed.named("golden")), "eu-west-2", "us-east-1"),
              new Count(2, 2, 0),
              new Count(1, 1, 0)),
          CrashScenario.of(
                  "member account a, copy by its role",
                  (home, name) ->
                      copyFrom(
                          Account.MEMBER_A,
                          name,
                          home.image(ImageSeed.named("golden")),
                          "eu-west-2",
                          "us-east-1"),
                  new Count(2, 2, 0),
                  new Count(1, 1, 0))
              .in(Account.MEMBER_A),
          CrashScenario.of(
                  "member account b, instance by its role",
                  image(
                      CrashScenarios::oneDisk,
                      INSTANCE + "\naccountRef: " + Account.MEMBER_B.accountRef(),
                      ""),
                  new Count(1, 1, 0),
                  new Count(0, 0, 1))
              .in(Account.MEMBER_B),
          CrashScenario.of(
                  "cross-account copies of an encrypted AmiImage",
                  (home, name) ->
                      toAccountB(
                          Manifests.copyOfAmiImage(name, CrashRun.sourceOf(name), "eu-west-2")),
                  new Count(2, 2, 0),
                  new Count(0, 0, 1))
              .in(Account.MEMBER_A, Account.MEMBER_B)
              .withSource(
                  image(
                      CrashScenarios::encryptedDisk,
                      INSTANCE + "\naccountRef: " + Account.MEMBER_A.accountRef(),
                      "")),
          CrashScenario.of(
                  "cross-account copies of a shared image",
                  (home, name) ->
                      toAccountB(
                          copyFrom(
                              Account.MEMBER_A,
                              name,
                              home.image(
                                  ImageSeed.named("golden")
                                      .sharedWith(Account.MEMBER_B.id())
                                      .withPublicSnapshots()),
                              "eu-west-2")),
                  new Count(1, 1, 0),
                  new Count(1, 1, 0))
              .in(Account.MEMBER_A, Account.MEMBER_B),
          CrashScenario.of(
              "encrypted copies with every attribute",
              CrashScenarios::encryptedCopy,
              new Count(1, 1, 0),
              new Count(1, 1, 0)),
          CrashScenario.of(
                  "copies to allRegions with an exception",
                  (home, name) ->
                      withDestinations(
                          copyFrom(Account.MEMBER_C, name, home.image(ImageSeed.named("golden"))),
                          CopyDestinationBuilder.builder()
                              .allRegions(new AllRegions(List.of("us-east-1")))
                              .required(true)
                              .build()),
                  new Count(2, 2, 0),
                  new Count(1, 1, 0))
              .in(Account.MEMBER_C),
          CrashScenario.of(
                  "superseded copies",
                  (home, name) -> {
                    home.image(ImageSeed.named("golden-2").withId(SECOND_IMAGE));
                    return Manifests.copyOf(
                        name, home.image(ImageSeed.named("golden-1")), "eu-west-2", "us-east-1");
                  },
                  new Count(4, 4, 0),
                  new Count(2, 2, 0))
              .withEdit(object -> object.edit(CrashScenarios::withSecondImage)),
          CrashScenario.of(
              "snapshot with every attribute",
              image(
                  CrashScenarios::snapshot,
                  SNAPSHOT,
                  """
                  tags: {family: web}
                  description: web server
                  deprecation: {after: 180d}
                  deregistrationProtection: {enabled: true}
                  imdsSupport: v2.0
                  launchPermissions: {}
                  disabled: true
                  """),
              new Count(1, 0, 0),
              new Count(0, 1, 0)),
          CrashScenario.of(
              "snapshot with takeOwnership",
              image(
                  CrashScenarios::snapshot,
                  "source: {snapshot: {snapshotId: %s, architecture: x86_64, takeOwnership: true}}",
                  ""),
              new Count(1, 0, 0),
              Count.NOTHING),
          CrashScenario.of(
              "instance, shared with its snapshots",
              image(
                  CrashScenarios::twoDisks,
                  INSTANCE,
                  "launchPermissions: {accountIds: ['%s'], includeSnapshots: true}"
                      .formatted(Manifests.FRIEND)),
              new Count(1, 2, 0),
              new Count(0, 0, 1)),
          CrashScenario.of(
                  "instance, deleted with its namespace",
                  image(CrashScenarios::oneDisk, INSTANCE, ""),
                  new Count(1, 1, 0),
                  new Count(0, 0, 1))
              .withRemoval(Removal.OF_ITS_NAMESPACE),
          CrashScenario.of(
                  "instance with deletionPolicy RetainSnapshots",
                  image(CrashScenarios::oneDisk, INSTANCE, "deletionPolicy: RetainSnapshots"),
                  new Count(1, 1, 0),
                  new Count(0, 0, 1))
              .withRetained(id -> id.startsWith("snap-")),
          CrashScenario.of(
                  "instance with deletionPolicy Retain",
                  image(CrashScenarios::oneDisk, INSTANCE, "deletionPolicy: Retain"),
                  new Count(1, 1, 0),
                  new Count(0, 0, 1))
              .withRetained(id -> true),
          CrashScenario.of(
                  "instance with deletionPolicy Release",
                  image(CrashScenarios::oneDisk, INSTANCE, "deletionPolicy: Release"),
                  new Count(1, 1, 0),
                  new Count(0, 0, 1))
              .withRetained(id -> true),
          CrashScenario.of(
                  "copy with deletionPolicy Release",
                  (home, name) ->
                      releasing(
                          Manifests.copyOf(
                              name, home.image(ImageSeed.named("golden")), "eu-west-2")),
                  new Count(1, 1, 0),
                  new Count(1, 1, 0))
              .withRetained(id -> true),
          CrashScenario.of(
              "existing, adopted and deleted",
              image(
                  home -> home.image(ImageSeed.named("golden")),
                  "source: {existing: {imageId: %s, management: Adopt}}",
                  """
                  description: adopted
                  deletionPolicy: Delete
                  """),
              Count.NOTHING,
              Count.NOTHING),
          CrashScenario.of(
              "build on a Spot Instance",
              image(
                  home -> home.image(ImageSeed.named("base")),
                  """
                  source:
                    build:
                      base: {imageId: %s}
                      instanceType: t3.small
                      market: Spot
                      timeout: 24h
                      userData: {configMapKeyRef: {name: user-data, key: script}}
                  """,
                  ""),
              new Count(1, 1, 1),
              new Count(1, 1, 0)),
          CrashScenario.of(
              "objectStorage",
              image(
                  home -> home.storedImage("images", "golden.bin", ImageSeed.named("golden")),
                  "source: {objectStorage: {bucket: images, key: %s}}",
                  ""),
              new Count(1, 1, 0),
              Count.NOTHING),
          CrashScenario.of(
              "instanceStore",
              image(
                  home -> "images/web.manifest.xml",
                  "source: {instanceStore: {manifest: %s, architecture: x86_64}}",
                  ""),
              new Count(1, 0, 0),
              Count.NOTHING));

  static final List<CrashScenario> ALL =
      Stream.of(IMAGES, CrashPolicies.ALL).flatMap(List::stream).toList();

  private CrashScenarios() {}

  /**
   * Prepares an AmiImage with its source.
   *
   * @param origin creates the source resource and returns its id
   * @param source the source in YAML, with a place for that id
   */
  private static Setup image(
      Function<Seeds.SeedTarget, String> origin, String source, String restOfSpec) {
    return (home, name) ->
        Manifests.image(
            name,
            "region: %s%n%s%n%s"
                .formatted(Manifests.HOME, source.formatted(origin.apply(home)), restOfSpec));
  }

  private static AmiCopy copyFrom(Account account, String name, String imageId, String... regions) {
    return Manifests.copy(
        name, new CopySource(null, account.accountRef(), Manifests.HOME, imageId), regions);
  }

  /** An AmiCopy with the same regions in member account b. */
  private static AmiCopy toAccountB(AmiCopy copy) {
    return withDestinations(
        copy,
        copy.getSpec().destinations().stream()
            .map(
                destination ->
                    CopyDestinationBuilder.builder(destination)
                        .accountRef(Account.MEMBER_B.accountRef())
                        .build())
            .toArray(CopyDestination[]::new));
  }

  private static AmiCopy withDestinations(AmiCopy copy, CopyDestination... destinations) {
    copy.setSpec(
        AmiCopySpecBuilder.builder(copy.getSpec()).destinations(List.of(destinations)).build());
    return copy;
  }

  private static AmiCopy releasing(AmiCopy copy) {
    copy.setSpec(
        AmiCopySpecBuilder.builder(copy.getSpec()).deletionPolicy(DeletionPolicy.RELEASE).build());
    return copy;
  }

  private static AmiCopy encryptedCopy(Seeds.SeedTarget home, String name) {
    Seeds.SeedTarget destination = home.in("eu-west-2");
    destination.shareKmsKey(destination.kmsKey("alias/sealed"), Manifests.FRIEND);
    AmiCopy copy =
        Manifests.copyOf(name, home.image(ImageSeed.named("golden").withId(FIRST_IMAGE)));
    copy.setSpec(
        Manifests.read(
            """
            source: {region: %s, imageId: %s}
            imageName: sealed
            description: sealed
            tags: {family: web}
            encryption: {kmsKeyId: alias/sealed}
            launchPermissions: {accountIds: ['%s']}
            deprecation: {after: 180d}
            deregistrationProtection: {enabled: true}
            destinations: [{region: eu-west-2}]
            """
                .formatted(Manifests.HOME, copy.getSpec().source().imageId(), Manifests.FRIEND),
            AmiCopySpec.class));
    return copy;
  }

  private static AmiCopy withSecondImage(HasMetadata object) {
    AmiCopy copy = (AmiCopy) object;
    copy.setSpec(
        AmiCopySpecBuilder.builder(copy.getSpec())
            .source(new CopySource(null, null, Manifests.HOME, SECOND_IMAGE))
            .build());
    return copy;
  }

  private static String encryptedDisk(Seeds.SeedTarget home) {
    String key = home.kmsKey("alias/golden");
    return home.instance(
        InstanceSeed.small().withVolumes(VolumeSeed.of("/dev/xvda", 8).encryptedWith(key)));
  }

  private static String snapshot(Seeds.SeedTarget home) {
    return home.snapshot(SnapshotSeed.of(8));
  }

  private static String oneDisk(Seeds.SeedTarget home) {
    return home.instance(InstanceSeed.small().withVolumes(VolumeSeed.of("/dev/xvda", 8)));
  }

  private static String twoDisks(Seeds.SeedTarget home) {
    return home.instance(
        InstanceSeed.small()
            .withVolumes(VolumeSeed.of("/dev/xvda", 8), VolumeSeed.of("/dev/sdf", 8)));
  }
}
