package dev.amioperator.api.v1alpha1;

/** Group, version, limits, patterns and CEL rules shared by all kinds. */
public final class Api {
  public static final String GROUP = "amioperator.dev";
  public static final String VERSION = "v1alpha1";

  static final String CREATED = ".metadata.creationTimestamp";
  static final String READY_STATUS = ".status.conditions[?(@.type==\"Ready\")].status";
  static final String READY_REASON = ".status.conditions[?(@.type==\"Ready\")].reason";

  /**
   * Status of an object that the operator has not read yet. kstatus takes an object without {@code
   * status.observedGeneration} as current, so that Flux and Helm 4 would go on with what depends on
   * it: https://github.com/fluxcd/kustomize-controller/issues/387
   */
  static final String UNOBSERVED = "{\"observedGeneration\": -1}";

  static final String SHORT_NAME_RULE = "self.metadata.name.size() <= 63";
  static final String SHORT_NAME_MESSAGE =
      "metadata.name must have at most 63 characters: it is written into EC2 tags";

  /** Regions as EC2 writes them, such as {@code eu-west-1} or {@code us-gov-east-1}. */
  static final String REGION = "^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$";

  static final String ACCOUNT_ID = "^[0-9]{12}$";
  static final String IMAGE_ID = "^ami-[0-9a-f]{8}([0-9a-f]{9})?$";
  static final String SNAPSHOT_ID = "^snap-[0-9a-f]{8}([0-9a-f]{9})?$";
  static final String INSTANCE_ID = "^i-[0-9a-f]{8}([0-9a-f]{9})?$";

  /** A KMS key, as EC2 takes it: its id, its ARN, or an alias or its ARN. */
  static final String KMS_KEY =
      "^(arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/.+|alias/[a-zA-Z0-9/_-]+|(mrk-)?[0-9a-f-]{32,36})$";

  /** The ARN of a KMS key, not of an alias; or {@code *} for any key. */
  static final String KMS_KEY_ARN =
      "^(arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/(mrk-)?[0-9a-f-]{32,36}|[*])$";

  /** The ARN of an IAM role. */
  static final String ROLE_ARN =
      "^arn:aws[a-z-]*:iam::[0-9]{12}:role/([!-~]+/)?[A-Za-z0-9_+=,.@-]{1,64}$";

  /** An S3 bucket. */
  static final String BUCKET = "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$";

  /** A block device's name, as instances see it. */
  static final String DEVICE = "^/dev/[a-z0-9/]{2,28}$";

  /** The characters that EC2 takes in an image name (CreateImage, Name). */
  static final String IMAGE_NAME = "^[A-Za-z0-9()\\[\\] ./\\-'@_]{3,128}$";

  /** The characters that EC2 takes in the description of an image: printable ASCII. */
  static final String DESCRIPTION = "^[ -~]*$";

  /** A Kubernetes object name. */
  static final String OBJECT_NAME = "^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$";

  static final String NAMESPACE = "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$";

  /** Integer and a unit: minutes, hours or days. Five digits of days are 273 years. */
  static final String DURATION = "^(0|[1-9][0-9]{0,4})[mhd]$";

  /** Hash of the plan of an AmiRetentionPolicy. */
  static final String PLAN_HASH = "^sha256:[0-9a-f]{64}$";

  /** Point in time in UTC to the second, of this century. */
  static final String MOMENT =
      "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$";

  /** An organization or an organizational unit of AWS Organizations. */
  static final String ORGANIZATION =
      "^arn:aws[a-z-]*:organizations::[0-9]{12}:organization/o-[a-z0-9]{10,32}$";

  static final String ORGANIZATIONAL_UNIT =
      "^arn:aws[a-z-]*:organizations::[0-9]{12}:ou/o-[a-z0-9]{10,32}/ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}$";

  /** Principals that EC2 images can be shared with. */
  static final String SHARED_WITH =
      "^([0-9]{12}|arn:aws[a-z-]*:organizations::[0-9]{12}:(organization/o-[a-z0-9]{10,32}"
          + "|ou/o-[a-z0-9]{10,32}/ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}))$";

  /**
   * Limit of user tags. EC2 allows 50; the operator uses up to six, the rest is for other tools.
   */
  static final int MAX_TAGS = 40;

  /** Upper bound of counters in a status, which are Java integers. */
  static final double MAX_INT = Integer.MAX_VALUE;

  /** Upper bound of generations: JSON readers are exact up to 2^53 - 1. */
  static final double MAX_LONG = 9_007_199_254_740_991d;

  static final String TAG_RULE =
      "!has(self.tags) || self.tags.all(k, !k.startsWith('aws:') &&"
          + " !k.startsWith('amioperator.dev/') && k.size() >= 1 && k.size() <= 128)";
  static final String TAG_MESSAGE =
      "tags: keys have 1 to 128 characters and do not begin with aws: (reserved by AWS) or"
          + " amioperator.dev/ (reserved by the operator)";

  /** Finalizer that keeps a namespaced object until its EC2 resources are cleaned up. */
  public static final String FINALIZER = "amioperator.dev/cleanup";

  /** Name of the AwsAccount of objects without {@code accountRef}. */
  public static final String DEFAULT_ACCOUNT = "default";

  private Api() {}
}
