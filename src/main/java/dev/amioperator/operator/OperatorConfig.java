package dev.amioperator.operator;

import dev.amioperator.observer.ObserverIntervals;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/**
 * Every setting of the operator, typed and checked when the process starts. Environment variables
 * set them, such as {@code AMI_OPERATOR_OBSERVER_SCAN_INTERVAL}.
 */
@ConfigMapping(prefix = "ami-operator")
interface OperatorConfig {
  /**
   * Value of the cluster tag, {@code amioperator.dev/cluster}; default: the uid of kube-system. Set
   * it for a cluster that may be restored from a backup.
   */
  Optional<String> clusterId();

  /** Between two reconciles of an object that is Ready; give or take a fifth. */
  @WithDefault("2m")
  Duration resync();

  /** How long EC2 must not show a resource before it counts as gone; its answers lag behind. */
  @WithDefault("2m")
  Duration grace();

  /**
   * Between two reads of the permissions of an image, which EC2 tells image by image; up to half as
   * long again.
   */
  @WithDefault("1h")
  Duration permissionsInterval();

  /** Between two searches, in each region, for released snapshots that may be deleted by now. */
  @WithDefault("15m")
  Duration reapInterval();

  /** Divides all pauses: for a simulator that is faster than time. Leave it at 1 on AWS. */
  @WithDefault("1")
  double tempo();

  /** How EC2 is observed, per account and region. */
  Observer observer();

  /** How EC2 is observed, per account and region. */
  interface Observer {
    /** Between two scans of everything with the cluster's tag, give or take a tenth. */
    @WithDefault("60s")
    Duration scanInterval();

    /** A region that no object asked about for this long is no longer scanned. */
    @WithDefault("10m")
    Duration scanWhileAskedWithin();

    /** Look-ups of single images are gathered until none comes for this long ... */
    @WithDefault("200ms")
    Duration batchIdle();

    /** ... or the first has waited this long; then they are sent, up to 200 ids in a call. */
    @WithDefault("1s")
    Duration batchAtMost();

    /** The same for the observer. */
    default ObserverIntervals intervals() {
      return new ObserverIntervals(
          scanInterval(), scanWhileAskedWithin(), batchIdle(), batchAtMost());
    }
  }
}
