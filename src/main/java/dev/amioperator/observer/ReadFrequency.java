package dev.amioperator.observer;

/** How often to read from EC2, by the cost of a read and the age of its answer. */
public enum ReadFrequency {
  /** As often as the region is scanned; within seconds while something changes. */
  SCAN,
  /** Once in an interval of hours, since each image or snapshot costs a call of its own. */
  PERMISSIONS,
  /** Like permissions, but as often as scans while the object is not ready. */
  PERMISSIONS_ONCE_SETTLED,
  /** A search costs pages, and what it finds changes by the day. */
  SEARCH
}
