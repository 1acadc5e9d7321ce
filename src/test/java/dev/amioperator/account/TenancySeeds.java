package dev.amioperator.account;

import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;

import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.Seeds.SeedTarget;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.simulator.VolumeSeed;
import dev.amioperator.testing.Manifests;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** EC2 resources that the cases of tenancy name by words with a dollar sign. */
final class TenancySeeds {
  private static final Pattern WORD = Pattern.compile("\"?\\$([A-Za-z]+)\"?(:null)?");
  private static final String BUILD =
      "\"instanceType\":\"t3.small\",\"timeout\":\"10m\","
          + "\"userData\":{\"configMapKeyRef\":{\"name\":\"script\",\"key\":\"script\"}}";

  private final SeedTarget own;
  private final SeedTarget friend;
  private final String vaultKey;
  private int count;

  TenancySeeds(SimulatedCloud cloud) {
    own = cloud.seeds().target(ACCOUNT, Manifests.HOME);
    friend = cloud.seeds().target(Manifests.FRIEND, Manifests.HOME);
    vaultKey = own.kmsKey("alias/vault");
    own.storedImage("vault", "ami-1.bin", ImageSeed.named("stored"));
    for (String parameter : List.of("/images/team-secret/x", "/images/aws/service/x")) {
      own.parameter(parameter, "text", own.image(image().tagged("image", "allowed")));
    }
  }

  /** A part of a case as JSON, each word replaced by a resource of its own. */
  String fill(String json) {
    return WORD.matcher(json).replaceAll(word -> value(word));
  }

  private String value(MatchResult word) {
    return switch (word.group(1)) {
      case "build" -> BUILD;
      case "instance" -> instance(own.instance(tagged(Map.of("image", "allowed"))));
      case "instanceId" -> quoted(own.instance(InstanceSeed.small()));
      case "builder" -> instance(own.instance(tagged(tags("payroll", Manifests.HOME, "x"))));
      case "windows" ->
          instance(
              own.instance(InstanceSeed.small().fromImage(own.image(ImageSeed.windows(name())))));
      case "snapshot" -> quoted(own.snapshot(SnapshotSeed.of(8).tagged("image", "allowed")));
      case "snapshotOfOther" -> snapshot("payroll", Manifests.HOME, created());
      case "snapshotFromRegion" -> snapshot("tenant", "us-east-1", created());
      case "snapshotCopied" -> snapshot("tenant", Manifests.HOME, "[Copied snap-1 from eu-west-1]");
      case "snapshotOfAccount" -> quoted(friend.snapshot(SnapshotSeed.of(8).sharedWith(ACCOUNT)));
      case "image" -> quoted(own.image(image().tagged("image", "allowed")));
      case "imageName" -> quoted(imageName());
      case "imageOfOther" ->
          quoted(own.image(withTags(image(), tags("payroll", Manifests.HOME, "web"))));
      case "imageCopied" ->
          quoted(own.image(withTags(image(), tags("tenant", Manifests.HOME, "web"))));
      case "imageOfAccount" ->
          quoted(
              friend.image(image().tagged("ec2:SharedTag/image", "allowed").sharedWith(ACCOUNT)));
      case "imageOfAccountWithOurTags" ->
          quoted(
              friend.image(
                  withTags(image(), tags("tenant", Manifests.HOME, "web")).sharedWith(ACCOUNT)));
      case "keyOfAccount" -> quoted(keyOfAccount());
      case "parameter" -> quoted(parameter());
      case "vaultKey" -> quoted(vaultKey);
      case "template" -> quoted(template());
      default -> throw new IllegalArgumentException(word.group());
    };
  }

  private String imageName() {
    String name = name();
    own.image(
        ImageSeed.named(name)
            .withVolumes(VolumeSeed.of("/dev/xvda", 8))
            .tagged("image", "allowed"));
    return name;
  }

  private String keyOfAccount() {
    String key = friend.kmsKey("alias/" + name());
    friend.shareKmsKey(key, ACCOUNT);
    return key;
  }

  private String parameter() {
    String parameter = "/images/" + name();
    own.parameter(parameter, "text", own.image(image().tagged("image", "allowed")));
    return parameter;
  }

  private String template() {
    String name = name();
    own.launchTemplate(name);
    return name;
  }

  private String snapshot(String namespace, String region, String description) {
    SnapshotSeed seed = SnapshotSeed.of(8).withDescription(description);
    for (var tag : tags(namespace, region, "web").entrySet()) {
      seed = seed.tagged(tag.getKey(), tag.getValue());
    }
    return quoted(own.snapshot(seed));
  }

  private ImageSeed image() {
    return ImageSeed.named(name()).withVolumes(VolumeSeed.of("/dev/xvda", 8));
  }

  private static ImageSeed withTags(ImageSeed seed, Map<String, String> tags) {
    ImageSeed tagged = seed;
    for (var tag : tags.entrySet()) {
      tagged = tagged.tagged(tag.getKey(), tag.getValue());
    }
    return tagged;
  }

  private static InstanceSeed tagged(Map<String, String> tags) {
    InstanceSeed small = InstanceSeed.small();
    return new InstanceSeed(
        small.id(),
        small.imageId(),
        small.instanceType(),
        small.architecture(),
        small.running(),
        small.launched(),
        small.volumes(),
        tags);
  }

  /** Tags that the operator of this cluster sets for an image of this name. */
  private static Map<String, String> tags(String namespace, String region, String imageName) {
    return new TreeMap<>(
        Map.of(
            TagKeys.CLUSTER,
            "mock",
            TagKeys.RESOURCE,
            "AmiImage/" + namespace + "/gone",
            TagKeys.MADE_AS,
            String.join("/", ACCOUNT, region, imageName)));
  }

  private static String created() {
    return "Created by CreateImage(i-0123456789abcdef0) for ami-0123456789abcdef0";
  }

  private String name() {
    return "resource-" + ++count;
  }

  private static String instance(String id) {
    return "{\"instanceId\":\"%s\",\"noReboot\":true}".formatted(id);
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
