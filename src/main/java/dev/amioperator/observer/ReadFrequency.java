package dev.amioperator.observer;

/** How often to read from EC2, by a read's cost and use. */
public enum ReadFrequency {
  /** As often as the region is scanned; within seconds while something changes. */
  SCAN,
  /** As the last scan showed it: EC2 refuses a name that was taken since. */
  NAMES,
  /** Once in hours, since each image, snapshot or region costs calls of its own. */
  PERMISSIONS,
  /** Like permissions, but as often as scans while the object is not ready. */
  PERMISSIONS_ONCE_SETTLED,
  /** A search costs pages, and what it finds changes by the day. */
  SEARCH,
  /** The regions of an account change by the month. */
  REGIONS
}
