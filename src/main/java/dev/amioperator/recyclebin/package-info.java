/** Restores images of ours from the Recycle Bin: their snapshots first. */
package dev.amioperator.recyclebin;
