package dev.amioperator.image;

import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.ImageBlockDevice;
import dev.amioperator.ec2.ImageCreationAction.CreateImage;
import dev.amioperator.ec2.ImageCreationAction.CreateRestoreImageTask;
import dev.amioperator.ec2.ImageCreationAction.RegisterImageFromManifest;
import dev.amioperator.ec2.ImageCreationAction.RegisterImageFromSnapshot;
import dev.amioperator.ec2.RegisterImageOptions;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.ownership.TagKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceHandlerTest {
  private static final ImageBlockDevice.Ebs ROOT =
      volume("/dev/xvda", "snap-0123456789abcdef0", null, null, true);

  @Test
  void tagsInstanceImageInCreateImage() {
    ImageCase desired =
        ImageFixtures.withSource("{instance: {instanceId: i-0123456789abcdef0, noReboot: true}}");
    assertThat(desired.createAction())
        .isEqualTo(
            new CreateImage("web-42", "", "i-0123456789abcdef0", true, List.of(), tagsOf(desired)));
  }

  @Test
  void overridesOnlySpecifiedInstanceDevices() {
    CreateImage request =
        ofInstance(
            """
            instance:
              instanceId: i-0123456789abcdef0
              noReboot: true
              blockDeviceMappings:
              - {deviceName: /dev/xvda, ebs: {volumeSize: 30}}
              - {deviceName: /dev/sdf, noDevice: true}
              - {deviceName: /dev/sdg, ebs: {snapshotId: snap-0123456789abcdef1}}
              - {deviceName: /dev/sdb, virtualName: ephemeral0}
            """);
    assertThat(request.blockDevices())
        .containsExactly(
            volume("/dev/xvda", null, 30, null, null),
            new ImageBlockDevice.NoDevice("/dev/sdf"),
            volume("/dev/sdg", "snap-0123456789abcdef1", null, null, null),
            new ImageBlockDevice.InstanceStore("/dev/sdb", "ephemeral0"));
  }

  @Test
  void registersHvmWithEnaByDefault() {
    RegisterImageFromSnapshot request =
        ofSnapshot("{snapshot: {snapshotId: snap-0123456789abcdef0, architecture: arm64}}");
    assertThat(request.options())
        .isEqualTo(new RegisterImageOptions("arm64", "/dev/xvda", "hvm", "", true, "", "", "", ""));
    assertThat(request.blockDevices()).containsExactly(ROOT);
  }

  @Test
  void registersParavirtualWithoutEna() {
    RegisterImageFromSnapshot request =
        ofSnapshot(
            "{snapshot: {snapshotId: snap-0123456789abcdef0, architecture: x86_64,"
                + " virtualizationType: paravirtual}}");
    assertThat(request.options().virtualizationType()).isEqualTo("paravirtual");
    assertThat(request.options().enaSupport()).isFalse();
  }

  @Test
  void registersSnapshotWithAllOptions() {
    RegisterImageFromSnapshot request =
        ofSnapshot(
            """
            snapshot:
              snapshotId: snap-0123456789abcdef0
              architecture: x86_64
              rootDeviceName: /dev/sda1
              virtualizationType: hvm
              bootMode: uefi
              enaSupport: false
              sriovNetSupport: simple
              tpmSupport: v2.0
              imdsSupport: v2.0
              uefiData: QU1aTlVFRkk=
              rootVolume:
                {volumeSize: 20, volumeType: gp3, iops: 6000, throughput: 500,
                 deleteOnTermination: false}
              blockDeviceMappings:
              - {deviceName: /dev/sdf, ebs: {volumeSize: 100, volumeType: st1, encrypted: true}}
            """);
    assertThat(request.options())
        .isEqualTo(
            new RegisterImageOptions(
                "x86_64",
                "/dev/sda1",
                "hvm",
                "uefi",
                false,
                "simple",
                "v2.0",
                "v2.0",
                "QU1aTlVFRkk="));
    assertThat(request.blockDevices())
        .containsExactly(
            new ImageBlockDevice.Ebs(
                "/dev/sda1",
                Optional.of("snap-0123456789abcdef0"),
                Optional.of(20),
                Optional.of("gp3"),
                Optional.of(6000),
                Optional.of(500),
                Optional.of(false),
                Optional.empty(),
                Optional.empty()),
            new ImageBlockDevice.Ebs(
                "/dev/sdf",
                Optional.empty(),
                Optional.of(100),
                Optional.of("st1"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(true),
                Optional.of(true),
                Optional.empty()));
  }

  @Test
  void restoresStoredImageWithNameAndTags() {
    ImageCase desired =
        ImageFixtures.withSource("{objectStorage: {bucket: images, key: ami-1.bin}}");
    assertThat(desired.createAction())
        .isEqualTo(new CreateRestoreImageTask("web-42", "images", "ami-1.bin", tagsOf(desired)));
  }

  @Test
  void registersInstanceStoreManifest() {
    ImageCase desired =
        ImageFixtures.withSource(
            "{instanceStore: {manifest: images/web.manifest.xml, architecture: x86_64}}");
    assertThat(desired.createAction())
        .isEqualTo(
            new RegisterImageFromManifest(
                "web-42", "", "images/web.manifest.xml", "x86_64", "hvm", tagsOf(desired)));
  }

  @Test
  void takesOwnershipOnlyOfHandedOverSnapshots() {
    String source =
        "{snapshot: {snapshotId: snap-01234567, architecture: arm64, takeOwnership: %s,"
            + " blockDeviceMappings: [{deviceName: /dev/sdf, ebs: {snapshotId: snap-12345678}}]}}";
    assertThat(
            ImageFixtures.withSource(source.formatted("true"))
                .desired()
                .source()
                .handedOverSnapshots())
        .containsExactly("snap-01234567", "snap-12345678");
    assertThat(
            ImageFixtures.withSource(source.formatted("false"))
                .desired()
                .source()
                .handedOverSnapshots())
        .isEmpty();
  }

  private static CreateImage ofInstance(String source) {
    return (CreateImage) ImageFixtures.withSource(source).createAction();
  }

  private static RegisterImageFromSnapshot ofSnapshot(String source) {
    return (RegisterImageFromSnapshot) ImageFixtures.withSource(source).createAction();
  }

  private static ImageBlockDevice.Ebs volume(
      String name, String snapshotId, Integer sizeGib, String type, Boolean deleteOnTermination) {
    return new ImageBlockDevice.Ebs(
        name,
        Optional.ofNullable(snapshotId),
        Optional.ofNullable(sizeGib),
        Optional.ofNullable(type),
        Optional.empty(),
        Optional.empty(),
        Optional.ofNullable(deleteOnTermination),
        Optional.empty(),
        Optional.empty());
  }

  private static Map<String, String> tagsOf(ImageCase desired) {
    Map<String, String> tags =
        new HashMap<>(desired.owner().tags(Role.IMAGE, desired.sourceHash()));
    tags.put(TagKeys.MADE_AS, ACCOUNT + "/eu-west-1/web-42");
    return tags;
  }
}
