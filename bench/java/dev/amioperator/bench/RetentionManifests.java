package dev.amioperator.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Manifest of a policy over many images, and their seeds in EC2. */
record RetentionManifests(String namespace, int images) {
  private static final int IMAGES_PER_SEED = 2000;
  private static final Duration OLD = Duration.ofDays(60);
  private static final Duration YOUNG = Duration.ofDays(1);

  /** Images that only their usage can keep: as many as in the account that was reported slow. */
  int candidates() {
    return (int) (images * 895L / 1000);
  }

  /** Seeds of the images, each with a volume and the tags of a build pipeline. */
  Stream<String> seeds(Instant now) {
    return IntStream.iterate(0, from -> from < images, from -> from + IMAGES_PER_SEED)
        .mapToObj(
            from ->
                "images:\n"
                    + IntStream.range(from, Math.min(images, from + IMAGES_PER_SEED))
                        .mapToObj(number -> image(number, now))
                        .collect(Collectors.joining()));
  }

  private String image(int number, Instant now) {
    return """
    - {region: eu-west-1, id: ami-0c%015x, name: web-%d, created: "%s",
       description: "web server of team shop, built by pipeline run %d",
       tags: {family: web, team: shop, pipeline: images, run: "%d", commit: "%040x"},
       volumes: [{device: /dev/xvda, sizeGib: 8}]}
    """
        .formatted(
            number,
            number,
            now.minus(number < candidates() ? OLD : YOUNG).minusSeconds(number),
            number,
            number,
            number * 7919L);
  }

  /** The AwsAccount, which allows the namespace to retire all images. */
  String account() {
    return """
    apiVersion: amioperator.dev/v1alpha1
    kind: AwsAccount
    metadata: {name: retention}
    spec:
      namespaces: {all: true}
      allow: {retention: [{namespaces: [%s], any: true}]}
    """
        .formatted(namespace);
  }

  /** The policy; another interval lists the images again. */
  String policy(String interval) {
    return """
    apiVersion: amioperator.dev/v1alpha1
    kind: AmiRetentionPolicy
    metadata: {name: web, namespace: %s}
    spec:
      accountRefs: [retention]
      regions: [eu-west-1]
      select: {tags: {family: web}}
      keep: {youngerThan: 30d}
      retire: {deregister: 30d}
      interval: %s
      mode: Plan
    """
        .formatted(namespace, interval);
  }
}
