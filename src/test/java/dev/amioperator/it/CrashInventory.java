package dev.amioperator.it;

import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.Inventory.Item;
import dev.amioperator.simulator.SimulatedCloud;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotAttributeName;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * Describes EC2 resources in words that are equal in each run of a scenario. Ids, timestamps and
 * the names of object and namespace are left out.
 *
 * @param account the AWS account whose resources are described
 * @param names replacements of names that differ between runs
 */
record CrashInventory(SimulatedCloud cloud, String account, Map<String, String> names) {
  private static final String WITNESS = "WITNESS";

  private static final Pattern ID = Pattern.compile("\\b(ami|snap|vol|i)-[0-9a-f]{17}\\b");
  private static final Pattern MOMENT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z|\\b\\d{1,3}(,\\d{3}){4}\\b");

  /** Whether an EC2 call was made by this inventory. */
  static boolean calledByInventory(Caller caller) {
    return caller.accessKeyId().equals(WITNESS);
  }

  Stream<Item> items() {
    return Stream.of(
            cloud.inventory().images(),
            cloud.inventory().snapshots(),
            cloud.inventory().instances())
        .flatMap(List::stream);
  }

  /** EC2 resources with their tags, without what changes over time, such as pending. */
  List<String> describe(String region) {
    return items()
        .filter(item -> item.region().equals(region))
        .map(i -> "%s %s %s".formatted(i.id(), i.name(), normalize(i.tags())))
        .map(this::normalize)
        .sorted()
        .toList();
  }

  /** All details of images and snapshots in the account's describe calls. */
  List<String> describeDetails() {
    return items().map(Item::region).distinct().flatMap(this::describeDetails).sorted().toList();
  }

  private Stream<String> describeDetails(String region) {
    Caller witness =
        new Caller(account, WITNESS, "arn:aws:iam::%s:user/witness".formatted(account));
    Ec2Client ec2 = cloud.ec2(witness, region);
    List<String> shown = new ArrayList<>();
    for (Image image : ec2.describeImages(r -> r.owners("self").includeDisabled(true)).images()) {
      shown.add("%s %s %s".formatted(region, withoutTags(image), launchPermissions(ec2, image)));
    }
    for (Snapshot snapshot : ec2.describeSnapshots(r -> r.ownerIds("self")).snapshots()) {
      shown.add(
          "%s %s %s".formatted(region, withoutTags(snapshot), volumePermissions(ec2, snapshot)));
    }
    return shown.stream().map(this::normalize);
  }

  private static String withoutTags(Image image) {
    return image.toBuilder().tags(List.of()).build() + normalize(tags(image.tags()));
  }

  private static String withoutTags(Snapshot snapshot) {
    return snapshot.toBuilder().tags(List.of()).build() + normalize(tags(snapshot.tags()));
  }

  private static List<String> launchPermissions(Ec2Client ec2, Image image) {
    return sorted(
        ec2.describeImageAttribute(
                r -> r.imageId(image.imageId()).attribute(ImageAttributeName.LAUNCH_PERMISSION))
            .launchPermissions());
  }

  private static List<String> volumePermissions(Ec2Client ec2, Snapshot snapshot) {
    return sorted(
        ec2.describeSnapshotAttribute(
                r ->
                    r.snapshotId(snapshot.snapshotId())
                        .attribute(SnapshotAttributeName.CREATE_VOLUME_PERMISSION))
            .createVolumePermissions());
  }

  private static List<String> sorted(Collection<?> permissions) {
    return permissions.stream().map(Object::toString).sorted().toList();
  }

  private static Map<String, String> tags(List<Tag> tags) {
    Map<String, String> map = new TreeMap<>();
    tags.forEach(tag -> map.put(tag.key(), tag.value()));
    return map;
  }

  /** The hash of the source represents ids, and that of a build the object's uid. */
  private static String normalize(Map<String, String> tags) {
    Map<String, String> sorted = new TreeMap<>(tags);
    sorted.computeIfPresent(TagKeys.SOURCE, (key, hash) -> "hash");
    sorted.computeIfPresent(TagKeys.BUILD, (key, hash) -> "hash");
    return sorted.toString();
  }

  String normalize(String text) {
    String words = MOMENT.matcher(ID.matcher(text).replaceAll("$1")).replaceAll("moment");
    for (Map.Entry<String, String> name : names.entrySet()) {
      words = words.replace(name.getKey(), name.getValue());
    }
    return words;
  }
}
