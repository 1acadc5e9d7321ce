package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A policy and what it finds: by default it selects the family web in eu-west-1, keeps what is
 * younger than thirty days, deregisters after three, is enforced and hardly limited; everything in
 * the account may go, and nothing is used.
 */
final class Given {
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  static final ClusterId CLUSTER = new ClusterId("here");
  static final AccountRegion PLACE = new AccountRegion("default", "111122223333", "eu-west-1");
  static final AccountRegion ELSEWHERE = new AccountRegion("default", "111122223333", "us-east-1");

  private final Map<AccountRegion, List<Image>> inventory = new HashMap<>();
  private final Map<String, EffectivePolicy> others = new HashMap<>();
  private final Map<String, Usage> usage = new HashMap<>();
  private Set<String> regions = Set.of(PLACE.region());
  private OptionalInt newest = OptionalInt.empty();
  private Duration youngerThan = Duration.ofDays(30);
  private Duration deregister = Duration.ofDays(3);
  private int maxImages = 1000;
  private int maxPercent = 100;
  private boolean enforce = true;
  private boolean foreign = true;
  private DeclaredImages declarations =
      new DeclaredImages(CLUSTER, Set.of(), Set.of(), Set.of(), Map.of());
  private Facts.History history = new Facts.History(Set.of(), List.of());

  static Given images(Image... images) {
    return new Given().in(PLACE, List.of(images));
  }

  static Given images(List<Image> images) {
    return new Given().in(PLACE, images);
  }

  Given in(AccountRegion accountRegion, List<Image> images) {
    inventory.put(accountRegion, images);
    images.forEach(image -> usage.put(image.id(), new Usage.Unused(NOW)));
    return this;
  }

  Given regions(String... names) {
    regions = Set.of(names);
    return this;
  }

  Given newest(int count) {
    newest = OptionalInt.of(count);
    return this;
  }

  Given youngerThan(int days) {
    youngerThan = Duration.ofDays(days);
    return this;
  }

  Given deregister(int days) {
    deregister = Duration.ofDays(days);
    return this;
  }

  Given limits(int images, int percent) {
    maxImages = images;
    maxPercent = percent;
    return this;
  }

  Given onlyPlanned() {
    enforce = false;
    return this;
  }

  Given foreignNotAllowed() {
    foreign = false;
    return this;
  }

  Given declared(DeclaredImages by) {
    declarations = by;
    return this;
  }

  Given used(String imageId, Usage by) {
    usage.put(imageId, by);
    return this;
  }

  Given nothingAsked() {
    usage.clear();
    return this;
  }

  Given history(Set<String> retiring, Instant... retired) {
    history = new Facts.History(retiring, List.of(retired));
    return this;
  }

  Given other(Given policy) {
    others.put("images/other", policy.rules());
    return this;
  }

  EffectivePolicy rules() {
    return new EffectivePolicy(
        PLACE.account(),
        regions,
        new ImageSelector(Map.of("family", "web"), List.of()),
        newest,
        Optional.of(youngerThan),
        deregister,
        maxImages,
        maxPercent,
        enforce);
  }

  Facts facts() {
    return new Facts(
        rules(),
        others,
        inventory,
        declarations,
        foreign,
        usage,
        NOW.minus(Duration.ofMinutes(15)),
        history,
        NOW);
  }

  /** The decisions, by image. */
  Map<String, Decision> decisions() {
    Map<String, Decision> decisions = new HashMap<>();
    RetentionPlanner.decide(facts())
        .forEach(decision -> decisions.put(decision.imageId(), decision));
    return decisions;
  }

  RetentionReason finding(String imageId) {
    return decisions().get(imageId).reason();
  }
}
