package dev.amioperator.operator;

import dev.amioperator.observer.ObserverIntervals;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the operator, validated at start. Environment variables set them, such as {@code
 * AMI_OPERATOR_OBSERVER_SCAN_INTERVAL}.
 */
@ConfigMapping(prefix = "ami-operator")
interface OperatorConfig {
  /**
   * Value of the cluster tag, {@code amioperator.dev/cluster}; default: the uid of kube-system. Set
   * it for a cluster that may be restored from a backup.
   */
  Optional<String> clusterId();

  /** Names this installation among those of the cluster; replicas share it. */
  Installation installation();

  /** The namespaces whose objects are reconciled; default: all. */
  Optional<List<String>> watchNamespaces();

  /** Access to the user data of build instances. */
  Builds builds();

  /** Access to the ConfigMaps of retention policies. */
  Retention retention();

  /** Between two reconciles of a Ready object, plus or minus a fifth. */
  @WithDefault("2m")
  Duration resync();

  /**
   * How long EC2 must not return a resource before it is gone. EC2 reads are eventually consistent.
   */
  @WithDefault("2m")
  Duration grace();

  /** Between two reads of an image's permissions, plus up to a half; a call per image. */
  @WithDefault("1h")
  Duration permissionsInterval();

  /** Between two searches of a region for released snapshots that can be deleted. */
  @WithDefault("15m")
  Duration reapInterval();

  /** Divisor of all pauses, for an accelerated simulator; leave it at 1 on AWS. */
  @WithDefault("1")
  double tempo();

  /** Where uses of images are looked for besides AWS. */
  Usage usage();

  /** Intervals of EC2 reads, per account and region. */
  Observer observer();

  /** Where uses of images are looked for besides AWS. */
  interface Usage {
    /** The kinds of Kubernetes objects that name images, as {@code resource.version.group}. */
    Optional<List<String>> kubernetesObjects();
  }

  /** Names of an installation. */
  interface Installation {
    /** The namespace of the lease. */
    @WithDefault("default")
    String namespace();

    /** The name of the lease. */
    @WithDefault("ami-operator")
    String name();
  }

  /** Namespaces whose ConfigMaps may be read, as granted by Roles. */
  interface Builds {
    /** Whether ConfigMaps may be read at all. */
    @WithDefault("true")
    boolean enabled();

    /** Where ConfigMaps may be read; default: in every watched namespace. */
    Optional<List<String>> namespaces();
  }

  /** Namespaces whose policies have ConfigMaps, as granted by Roles. */
  interface Retention {
    /** Whether ConfigMaps may be written at all. */
    @WithDefault("true")
    boolean configMaps();

    /** Where ConfigMaps may be written; default: in every watched namespace. */
    Optional<List<String>> namespaces();
  }

  /** Intervals of EC2 reads, per account and region. */
  interface Observer {
    /** Between two scans of resources with the cluster's tag, plus or minus a tenth. */
    @WithDefault("3m")
    Duration scanInterval();

    /** Idle time of a region, without queries of any object, after which scans stop. */
    @WithDefault("10m")
    Duration scanWhileAskedWithin();

    /** Queries of single EC2 resources are batched until none arrives for this long ... */
    @WithDefault("250ms")
    Duration batchIdle();

    /** ... or the first has waited this long; then they are sent, up to 200 ids per call. */
    @WithDefault("1s")
    Duration batchAtMost();

    /**
     * How long a write waits for others, so that a call reads the owners of all their resources. It
     * is short for an EC2 write, and long enough for the reconciles that a batch made due.
     */
    @WithDefault("500ms")
    Duration ownershipBatch();

    /** The intervals in the observer's type. */
    default ObserverIntervals intervals() {
      return new ObserverIntervals(
          scanInterval(), scanWhileAskedWithin(), batchIdle(), batchAtMost());
    }
  }
}
