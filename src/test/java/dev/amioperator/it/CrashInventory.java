package dev.amioperator.it;

import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.Inventory.Item;
import dev.amioperator.simulator.SimulatedCloud;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotAttributeName;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Describes EC2 resources in words that are equal in each run of a scenario. Ids, timestamps and
 * the names of object and namespace are left out.
 *
 * @param accounts the AWS accounts whose resources are described
 * @param names replacements of names that differ between runs
 */
record CrashInventory(SimulatedCloud cloud, List<String> accounts, Map<String, String> names) {
  private static final String WITNESS = "WITNESS";

  private static final Pattern ID = Pattern.compile("\\b(ami|snap|vol|i)-[0-9a-f]{17}\\b");
  private static final Pattern KEY = Pattern.compile("\\bkey/[0-9a-f-]{36}\\b");
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
    return accounts.stream().flatMap(account -> describeDetails(account, region));
  }

  private Stream<String> describeDetails(String account, String region) {
    Ec2Client ec2 = cloud.ec2(witness(account), region);
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

  private static Caller witness(String account) {
    return new Caller(account, WITNESS, "arn:aws:iam::%s:user/witness".formatted(account));
  }

  /**
   * Who may use images and snapshots, and the grants on the KMS keys of these snapshots, by id.
   *
   * @param ids which images and snapshots
   */
  Map<String, List<String>> permissions(Predicate<String> ids) {
    Map<String, List<String>> permissions = new TreeMap<>();
    items()
        .filter(item -> ids.test(item.id()) && accounts.contains(item.account()))
        .forEach(item -> permissions.putAll(permissions(item)));
    return permissions;
  }

  private Map<String, List<String>> permissions(Item item) {
    Caller witness = witness(item.account());
    Ec2Client ec2 = cloud.ec2(witness, item.region());
    Map<String, List<String>> permissions = new TreeMap<>();
    ec2.describeImages(r -> r.filters(named("image-id", item)).includeDisabled(true))
        .images()
        .forEach(image -> permissions.put(item.id(), launchPermissions(ec2, image)));
    for (Snapshot snapshot :
        ec2.describeSnapshots(r -> r.filters(named("snapshot-id", item))).snapshots()) {
      permissions.put(item.id(), volumePermissions(ec2, snapshot));
      Optional.ofNullable(snapshot.kmsKeyId())
          .ifPresent(key -> permissions.put(key, grants(cloud.kms(witness, item.region()), key)));
    }
    return permissions;
  }

  private static Filter named(String filter, Item item) {
    return Filter.builder().name(filter).values(item.id()).build();
  }

  private static List<String> grants(KmsClient kms, String key) {
    return sorted(
        kms.listGrants(r -> r.keyId(key)).grants().stream()
            .map(grant -> grant.granteePrincipal() + grant.operationsAsStrings())
            .toList());
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
    words = KEY.matcher(words).replaceAll("key");
    for (Map.Entry<String, String> name : names.entrySet()) {
      words = words.replace(name.getKey(), name.getValue());
    }
    return words;
  }
}
