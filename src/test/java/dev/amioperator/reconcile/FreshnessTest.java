package dev.amioperator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.observer.BuildInstanceQueries;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.KmsQueries;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.observer.Query;
import dev.amioperator.observer.RecycleBinQueries;
import dev.amioperator.observer.RegionQueries;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.observer.SsmQueries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FreshnessTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final Duration PERMISSIONS = Duration.ofHours(1);

  static List<Query<?>> scanQueries() {
    return List.of(
        OwnedResourceQueries.byOwner("AmiImage/images/web"),
        ImageQueries.byId("ami-1"),
        ImageQueries.byName("web"),
        ImageQueries.usingSnapshot("snap-1"),
        ImageQueries.references("ami-1"),
        ImageQueries.publicSharingBlocked(),
        SnapshotQueries.byId("snap-1"),
        SnapshotQueries.lock("snap-1"),
        RecycleBinQueries.image("ami-1"),
        RecycleBinQueries.snapshot("snap-1"),
        BuildInstanceQueries.byOwner("AmiImage/images/web"),
        BuildInstanceQueries.consoleOutput("i-1"));
  }

  static List<Query<?>> permissionsQueries() {
    return List.of(
        ImageQueries.launchPermissions("ami-1"), SnapshotQueries.createVolumePermissions("snap-1"));
  }

  static List<Query<?>> permissionsOnceSettledQueries() {
    return List.of(ImageQueries.fastLaunch("ami-1"), KmsQueries.keyAccess("arn:aws:kms:key/1"));
  }

  static List<Query<?>> searchQueries() {
    return List.of(
        ImageQueries.search(new ImageSearch(List.of("amazon"), Map.of())),
        SsmQueries.parameter("/web"));
  }

  @ParameterizedTest
  @MethodSource("scanQueries")
  void readsWithScansOnceSettled(Query<?> query) {
    assertThat(maxAge(query, true)).isEqualTo(Duration.ofMinutes(3));
    assertThat(maxAge(query, false)).isEqualTo(Duration.ofSeconds(4));
  }

  @ParameterizedTest
  @MethodSource("permissionsQueries")
  void readsPermissionsSeldom(Query<?> query) {
    assertThat(maxAge(query, true))
        .isBetween(PERMISSIONS, PERMISSIONS.multipliedBy(3).dividedBy(2));
    assertThat(maxAge(query, false)).isEqualTo(maxAge(query, true));
  }

  @ParameterizedTest
  @MethodSource("permissionsOnceSettledQueries")
  void readsKeysAndFastLaunchSeldomOnceSettled(Query<?> query) {
    assertThat(maxAge(query, true))
        .isBetween(PERMISSIONS, PERMISSIONS.multipliedBy(3).dividedBy(2));
    assertThat(maxAge(query, false)).isEqualTo(Duration.ofSeconds(4));
  }

  @ParameterizedTest
  @MethodSource("searchQueries")
  void searchesSlowlyOnceSettled(Query<?> query) {
    assertThat(maxAge(query, true)).isEqualTo(Duration.ofMinutes(10));
    assertThat(maxAge(query, false)).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void readsRegionsHourly() {
    assertThat(maxAge(RegionQueries.all(), true)).isEqualTo(Duration.ofHours(1));
    assertThat(maxAge(RegionQueries.all(), false)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void spreadsPermissionsByImage() {
    assertThat(maxAge(ImageQueries.launchPermissions("ami-1"), true))
        .isNotEqualTo(maxAge(ImageQueries.launchPermissions("ami-2"), true));
  }

  private static Duration maxAge(Query<?> query, boolean settled) {
    return Duration.between(new Freshness(NOW, NOW, settled, PERMISSIONS).notBefore(query), NOW);
  }
}
