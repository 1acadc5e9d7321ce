package dev.amioperator.it;

import dev.amioperator.api.v1alpha1.AmiCopySpec.CopySource;
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
import java.util.List;
import java.util.function.Function;

/** Crash scenarios for each image source and each kind of deletion. */
final class CrashScenarios {
  private static final String SNAPSHOT =
      "source: {snapshot: {snapshotId: %s, architecture: x86_64}}";
  private static final String INSTANCE = "source: {instance: {instanceId: %s, noReboot: true}}";

  static final List<CrashScenario> ALL =
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
                      Manifests.copy(
                          name,
                          new CopySource(
                              null,
                              Account.MEMBER_A.accountRef(),
                              Manifests.HOME,
                              home.image(ImageSeed.named("golden"))),
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
