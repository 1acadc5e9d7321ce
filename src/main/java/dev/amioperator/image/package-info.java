/** The kind AmiImage: observe, plan, act, report. */
package dev.amioperator.image;
