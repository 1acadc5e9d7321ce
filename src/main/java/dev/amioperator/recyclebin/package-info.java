/**
 * Restores images of the operator from the Recycle Bin after a deregistration outside the operator.
 * {@link dev.amioperator.recyclebin.RecycleBinStateObserver} reads what is left of an image; {@link
 * dev.amioperator.recyclebin.RestorePlanner} restores its snapshots first, then the image. Depends
 * on {@code reconcile} and the packages below it, never on a kind.
 */
package dev.amioperator.recyclebin;
