"""The HU of the tissues that are named in more than one place."""

FAT_HU, MUSCLE_HU, AIR_HU = -98.0, 56.0, -1005.0
DISC_HU, LIGAMENT_HU, NERVE_HU = 92.0, 64.0, 55.0
CSF_HU, CORD_HU, CORTEX_HU = 9.0, 44.0, 1230.0
