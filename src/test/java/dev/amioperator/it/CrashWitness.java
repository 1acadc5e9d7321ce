package dev.amioperator.it;

import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.Inventory.Item;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.Examples;
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
 * Tells what there is in EC2 in words that are the same in each life of a scenario: ids, moments
 * and the names of object and namespace are left out.
 *
 * @param names what to call a name that differs from life to life
 */
record CrashWitness(SimulatedCloud cloud, Map<String, String> names) {
  private static final Caller WITNESS =
      new Caller(
          Examples.ACCOUNT, "WITNESS", "arn:aws:iam::%s:user/witness".formatted(Examples.ACCOUNT));

  private static final Pattern ID = Pattern.compile("\\b(ami|snap|vol|i)-[0-9a-f]{17}\\b");
  private static final Pattern MOMENT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z|\\b\\d{1,3}(,\\d{3}){4}\\b");

  /** Whether a call is one by which a witness looks. */
  static boolean called(Caller caller) {
    return caller.equals(WITNESS);
  }

  Stream<Item> items() {
    return Stream.of(
            cloud.inventory().images(),
            cloud.inventory().snapshots(),
            cloud.inventory().instances())
        .flatMap(List::stream);
  }

  /** What there is and how it is tagged; not what time alone changes, such as pending. */
  List<String> things(String region) {
    return items()
        .filter(item -> item.region().equals(region))
        .map(i -> "%s %s %s".formatted(i.id(), i.name(), inWords(i.tags())))
        .map(this::inWords)
        .sorted()
        .toList();
  }

  /** All that the account's describe calls show of images and snapshots. */
  List<String> shown() {
    return items().map(Item::region).distinct().flatMap(this::shown).sorted().toList();
  }

  private Stream<String> shown(String region) {
    Ec2Client ec2 = cloud.ec2(WITNESS, region);
    List<String> shown = new ArrayList<>();
    for (Image image : ec2.describeImages(r -> r.owners("self").includeDisabled(true)).images()) {
      shown.add("%s %s %s".formatted(region, plain(image), launchers(ec2, image)));
    }
    for (Snapshot snapshot : ec2.describeSnapshots(r -> r.ownerIds("self")).snapshots()) {
      shown.add("%s %s %s".formatted(region, plain(snapshot), users(ec2, snapshot)));
    }
    return shown.stream().map(this::inWords);
  }

  private static String plain(Image image) {
    return image.toBuilder().tags(List.of()).build() + inWords(tags(image.tags()));
  }

  private static String plain(Snapshot snapshot) {
    return snapshot.toBuilder().tags(List.of()).build() + inWords(tags(snapshot.tags()));
  }

  private static List<String> launchers(Ec2Client ec2, Image image) {
    return sorted(
        ec2.describeImageAttribute(
                r -> r.imageId(image.imageId()).attribute(ImageAttributeName.LAUNCH_PERMISSION))
            .launchPermissions());
  }

  private static List<String> users(Ec2Client ec2, Snapshot snapshot) {
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

  /** The hash of the source stands for ids, and that of a build for the object's uid. */
  private static String inWords(Map<String, String> tags) {
    Map<String, String> sorted = new TreeMap<>(tags);
    sorted.computeIfPresent(TagKeys.SOURCE, (key, hash) -> "hash");
    sorted.computeIfPresent(TagKeys.BUILD, (key, hash) -> "hash");
    return sorted.toString();
  }

  String inWords(String text) {
    String words = MOMENT.matcher(ID.matcher(text).replaceAll("$1")).replaceAll("moment");
    for (Map.Entry<String, String> name : names.entrySet()) {
      words = words.replace(name.getKey(), name.getValue());
    }
    return words;
  }
}
