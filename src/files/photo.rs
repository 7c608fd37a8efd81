//! Photos without what the camera wrote about them: where they were taken, when, and with whose telephone. The
//! picture itself is copied byte for byte; only which way up it is held is kept.

/// A JPEG without Exif, XMP, captions, comments and what some cameras put after the end. `None`: it is not a JPEG.
pub(super) fn jpeg(data: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(data.len());
    out.extend(data.strip_prefix(b"\xff\xd8").map(|_| b"\xff\xd8")?);
    let mut at = 2;
    let mut has_picture = false;
    while let Some((marker, start)) = next_marker(data, at) {
        match marker {
            0xd9 => {
                out.extend([0xff, 0xd9]);
                return has_picture.then_some(out);
            }
            0x01 | 0xd0..=0xd7 => {
                out.extend([0xff, marker]);
                at = start;
            }
            _ => {
                let length = usize::from(u16::from_be_bytes([*data.get(start)?, *data.get(start + 1)?]));
                let content = data.get(start + 2..start + length)?;
                if stays(marker, content) {
                    out.extend([0xff, marker]);
                    out.extend(&data[start..start + length]);
                } else if let Some(way_up) = way_up(marker, content) {
                    out.extend(upright(way_up));
                }
                at = start + length;
                if marker == 0xda {
                    has_picture = true;
                    let end = end_of_scan(data, at);
                    out.extend(&data[at..end]);
                    at = end;
                }
            }
        }
    }
    // Cut off in the middle of the picture: what is there can still be seen.
    has_picture.then_some(out)
}

/// The marker at a place, and where what follows it begins.
fn next_marker(data: &[u8], mut at: usize) -> Option<(u8, usize)> {
    if *data.get(at)? != 0xff {
        return None;
    }
    while *data.get(at)? == 0xff {
        at += 1;
    }
    Some((data[at], at + 1))
}

/// Where the points of a scan end: at the next marker that is not part of them.
fn end_of_scan(data: &[u8], from: usize) -> usize {
    let rest = data.get(from..).unwrap_or_default();
    let next = rest.windows(2).position(|two| two[0] == 0xff && !matches!(two[1], 0x00 | 0xd0..=0xd7 | 0xff));
    next.map_or(data.len(), |next| from + next)
}

/// What a viewer needs: everything but the segments for applications and comments, of which JFIF, the colour profile and
/// Adobe's colour note stay.
fn stays(marker: u8, content: &[u8]) -> bool {
    match marker {
        0xe0 | 0xee => true,
        0xe2 => content.starts_with(b"ICC_PROFILE\0"),
        0xe1..=0xef | 0xfe => false,
        _ => true,
    }
}

/// Which way up the photo is held, where the camera says other than upright.
fn way_up(marker: u8, content: &[u8]) -> Option<u8> {
    let tiff = content.strip_prefix(b"Exif\0\0").filter(|_| marker == 0xe1)?;
    let little = tiff.starts_with(b"II");
    let two = |at: usize| {
        let pair = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let four = |at: usize| {
        let (first, second) = (u32::from(two(at)?), u32::from(two(at + 2)?));
        usize::try_from(if little { second << 16 | first } else { first << 16 | second }).ok()
    };
    let table = four(4)?;
    let entries = (0..usize::from(two(table)?)).map(|n| table + 2 + 12 * n);
    let entry = entries.into_iter().find(|at| two(*at) == Some(0x0112))?;
    u8::try_from(two(entry + 8)?).ok().filter(|way| (2..=8).contains(way))
}

/// An Exif segment that says nothing but which way up.
fn upright(way: u8) -> Vec<u8> {
    let mut segment = b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    segment.extend([way, 0, 0, 0, 0, 0, 0]);
    segment
}

/// Chunks of a PNG that may be left out and are kept: they make up the picture. What is not here is text about it.
const OF_THE_PICTURE: [&[u8]; 14] = [
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"pHYs", b"hIST", b"sPLT",
    b"acTL", b"fcTL", b"fdAT",
];

/// A PNG without text, Exif and times. `None`: it is not a whole PNG.
pub(super) fn png(data: &[u8]) -> Option<Vec<u8>> {
    const SIGN: &[u8] = b"\x89PNG\r\n\x1a\n";
    let mut rest = data.strip_prefix(SIGN)?;
    let mut out = SIGN.to_vec();
    if rest.get(4..8)? != b"IHDR" {
        return None;
    }
    loop {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?);
        let kind = rest.get(4..8)?;
        let whole = usize::try_from(length).ok()?.checked_add(12)?;
        let chunk = rest.get(..whole)?;
        let must_stay = kind[0].is_ascii_uppercase();
        if must_stay || OF_THE_PICTURE.contains(&kind) {
            out.extend(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        rest = &rest[whole..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A segment of a JPEG.
    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], &length[..], content].concat()
    }

    fn exif(little: bool, way: u8) -> Vec<u8> {
        let tiff: &[u8] = if little {
            &[
                b'I', b'I', 42, 0, 8, 0, 0, 0, 2, 0, 0x25, 0x88, 4, 0, 1, 0, 0, 0, 99, 0, 0, 0, 0x12, 1, 3,
                0, 1, 0, 0, 0, way, 0, 0, 0,
            ]
        } else {
            &[b'M', b'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, way, 0, 0]
        };
        segment(0xe1, &[b"Exif\0\0", tiff, b"21.0N 105.8E"].concat())
    }

    const SCAN: &[u8] = &[0xff, 0xda, 0, 3, 1, 7, 0xff, 0x00, 8, 0xff, 0xd0, 9];

    #[test]
    fn a_photo_loses_its_place_and_keeps_its_picture() {
        for (little, way) in [(true, 6), (false, 8), (true, 1)] {
            let with = [
                b"\xff\xd8".to_vec(),
                segment(0xe0, b"JFIF\0"),
                exif(little, way),
                segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0GPS 21.0N"),
                segment(0xed, b"Photoshop 3.0\0"),
                segment(0xfe, b"Nokia"),
                segment(0xdb, b"table"),
                SCAN.to_vec(),
                b"\xff\xd9\xff\xd8trailer 21.0N".to_vec(),
            ]
            .concat();
            let turned = if way == 1 { Vec::new() } else { upright(way) };
            let without = [
                b"\xff\xd8".to_vec(),
                segment(0xe0, b"JFIF\0"),
                turned,
                segment(0xdb, b"table"),
                SCAN.to_vec(),
                b"\xff\xd9".to_vec(),
            ]
            .concat();
            assert_eq!(jpeg(&with).unwrap(), without);
            assert_eq!(jpeg(&without).unwrap(), without, "cleaning twice changes nothing");
        }
    }

    #[test]
    fn what_only_begins_like_a_photo_is_none() {
        for data in
            [&b""[..], b"\xff\xd8", b"\xff\xd8\xff\xe0\xff\xff", b"\xff\xd8\xff\xd9", b"\xff\xd8<html>"]
        {
            assert_eq!(jpeg(data), None, "{data:?}");
        }
        assert_eq!(png(b"\x89PNG\r\n\x1a\n\0\0\0\0IDAT\0\0\0\0"), None);
    }

    fn chunk(kind: &[u8], content: &[u8]) -> Vec<u8> {
        [&u32::try_from(content.len()).unwrap().to_be_bytes()[..], kind, content, b"crc4"].concat()
    }

    #[test]
    fn a_picture_loses_its_texts() {
        let sign = b"\x89PNG\r\n\x1a\n".to_vec();
        let (head, data, end) = (chunk(b"IHDR", b"size"), chunk(b"IDAT", b"points"), chunk(b"IEND", b""));
        let texts = [chunk(b"tEXt", b"Author\0An"), chunk(b"eXIf", b"GPS"), chunk(b"iTXt", b"xmp")].concat();
        let with =
            [sign.clone(), head.clone(), texts, data.clone(), end.clone(), b"<script>".to_vec()].concat();
        assert_eq!(png(&with).unwrap(), [sign, head, data, end].concat());
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_stumble(mut data in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = png(&data);
            data.splice(0..0, *b"\xff\xd8\xff");
            if let Some(clean) = jpeg(&data) {
                prop_assert_eq!(jpeg(&clean).unwrap(), clean);
            }
        }
    }
}
