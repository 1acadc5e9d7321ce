package dev.amioperator.observer;

/** How often EC2 is worth asking, by what a read costs and how fast its answer changes. */
public enum ReadFrequency {
  /** As often as the region is scanned; within seconds while something changes. */
  SCAN,
  /** Once in an interval of hours, since each image or snapshot costs a call of its own. */
  PERMISSIONS,
  /** As seldom as permissions, but as often as scans while the object is not ready. */
  PERMISSIONS_ONCE_SETTLED,
  /** A search costs pages, and what it finds changes by the day. */
  SEARCH
}
